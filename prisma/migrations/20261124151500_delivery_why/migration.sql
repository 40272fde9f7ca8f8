-- Why a delivery failed, for who asks after it later.
ALTER TABLE "delivery" ADD COLUMN "why" TEXT;
