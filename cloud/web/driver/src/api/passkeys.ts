import { answered, type Schemas } from "@baygate/client";
import { startAuthentication, startRegistration } from "@simplewebauthn/browser";
import { client } from "./client.ts";

type AuthenticationOptions = Parameters<typeof startAuthentication>[0]["optionsJSON"];
type RegistrationOptions = Parameters<typeof startRegistration>[0]["optionsJSON"];

/** Signs in with a passkey of this device (WebAuthn). @throws what the browser or the cloud refuses. */
export async function signInWithPasskey(): Promise<true> {
  const options: unknown = await answered(client.GET("/v1/auth/passkey/generate-authenticate-options"));
  const response = await startAuthentication({ optionsJSON: options as AuthenticationOptions });
  await answered(
    client.POST("/v1/auth/passkey/verify-authentication", {
      body: { response: response as Schemas["PasskeyAssertion"] },
    }),
  );
  return true;
}

/** Makes a passkey on this device for who is signed in. @throws what the browser or the cloud refuses. */
export async function addPasskey(name: string): Promise<void> {
  const options: unknown = await answered(client.GET("/v1/auth/passkey/generate-register-options"));
  const response = await startRegistration({ optionsJSON: options as RegistrationOptions });
  await answered(
    client.POST("/v1/auth/passkey/verify-registration", {
      body: { response: response as Schemas["PasskeyRegistration"], name },
    }),
  );
}
