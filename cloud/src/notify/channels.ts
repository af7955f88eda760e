import type { Channels } from "./channel.ts";
import { openWebPush, type WebPush, type WebPushOptions } from "./channels/web-push.ts";

/** What the ways to drivers need. */
export interface ChannelConfig {
  readonly push: WebPushOptions;
}

/** The ways to drivers. A new one is a file in channels/ and a line here. */
export const openChannels = ({ push }: ChannelConfig): Channels & { readonly push: WebPush } => ({
  push: openWebPush(push),
});
