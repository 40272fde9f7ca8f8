/** Web Chat's style options, from the custom properties of `chat.css`: colours and fonts are written in one place. */
export function styleOptions(root: HTMLElement): object {
  const style = getComputedStyle(root)
  const of = (name: string): string => style.getPropertyValue(`--chat-${name}`).trim()
  return {
    accent: of('accent'),
    backgroundColor: of('back'),
    primaryFont: of('font'),
    subtle: of('subtle'),
    paddingRegular: 12,
    bubbleBackground: of('bot-back'),
    bubbleTextColor: of('text'),
    bubbleBorderColor: of('line'),
    bubbleBorderRadius: 12,
    bubbleMinWidth: 60,
    bubbleMaxWidth: 520,
    bubbleFromUserBackground: of('user-back'),
    bubbleFromUserTextColor: of('text'),
    bubbleFromUserBorderWidth: 0,
    bubbleFromUserBorderRadius: 12,
    bubbleImageHeight: 240,
    sendBoxBackground: of('field'),
    sendBoxTextColor: of('text'),
    sendBoxPlaceholderColor: of('subtle'),
    sendBoxButtonColor: of('accent'),
    sendBoxHeight: 48,
    sendBoxBorderTop: `solid 1px ${of('line')}`,
    hideUploadButton: true,
    // What is new is read from its beginning: the transcript scrolls no further than that.
    autoScrollSnapOnPage: true,
    transcriptOverlayButtonBackground: of('accent'),
    transcriptOverlayButtonBackgroundOnFocus: of('accent'),
    transcriptOverlayButtonBackgroundOnHover: of('accent'),
    transcriptOverlayButtonColor: of('on-accent'),
    transcriptOverlayButtonColorOnFocus: of('on-accent'),
    transcriptOverlayButtonColorOnHover: of('on-accent'),
    // The page tells of the connection itself.
    hideToaster: true,
    timestampColor: of('subtle'),
    transcriptVisualKeyboardIndicatorColor: of('accent'),
    transcriptActivityVisualKeyboardIndicatorColor: of('accent'),
    sendBoxButtonShadeColorOnHover: of('line'),
    sendBoxButtonShadeColorOnActive: of('line'),
    sendBoxButtonShadeColorOnDisabled: of('field'),
    sendBoxButtonColorOnDisabled: of('subtle'),
  }
}
