import type { Channels } from "./channel.ts";
import { openMailChannel } from "./channels/mail.ts";
import { openWebPush, type WebPush, type WebPushOptions } from "./channels/web-push.ts";
import type { Mailer } from "./mail.ts";

/** What the ways to drivers need. */
export interface ChannelConfig {
  readonly push: WebPushOptions;
  readonly mailer: Mailer;
}

/** The ways to drivers. A new one is a file in channels/ and a line here. */
export const openChannels = ({ push, mailer }: ChannelConfig): Channels & { readonly push: WebPush } => ({
  push: openWebPush(push),
  mail: openMailChannel(mailer),
});
