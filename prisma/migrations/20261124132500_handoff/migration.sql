-- CreateTable
CREATE TABLE "handoff" (
    "number_hash" BYTEA NOT NULL,
    "account_id" UUID NOT NULL,
    "method" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "handoff_pkey" PRIMARY KEY ("number_hash")
);

-- CreateIndex
CREATE INDEX "handoff_expires_at_idx" ON "handoff"("expires_at");
