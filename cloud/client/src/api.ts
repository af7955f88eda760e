// Made by `npm run docs` from the routes in cloud/src/http. Change those.

export interface paths {
    "/v1/auth/email-otp/change-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Changes my mail address to one that I prove to have with the code sent there
         * @description The old address is told. Asked by a driver, about their own.
         */
        post: operations["postAuthEmailOtpChangeEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/email-otp/request-email-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a code to another address that shall be mine
         * @description The answer is the same whether that address has an account or not; one that has gets no code. Asked by a driver, about their own.
         */
        post: operations["postAuthEmailOtpRequestEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/email-otp/send-verification-otp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a code of six digits by mail, good for ten minutes
         * @description The answer is the same whether the address has an account or not. Asked by anybody.
         */
        post: operations["postAuthEmailOtpSendVerificationOtp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/get-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in, if anybody; prolongs the session
         * @description Who is signed in, if anybody; prolongs the session. Asked by anybody.
         */
        get: operations["getAuthGetSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/passkey/delete-passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Removes one of my passkeys
         * @description Removes one of my passkeys. Asked by a driver, about their own.
         */
        post: operations["postAuthPasskeyDeletePasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/passkey/generate-authenticate-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Begins to sign in with a passkey
         * @description Begins to sign in with a passkey. Asked by anybody.
         */
        get: operations["getAuthPasskeyGenerateAuthenticateOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/passkey/generate-register-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Begins to add a passkey of this device; needs a sign-in of the last hour
         * @description Begins to add a passkey of this device; needs a sign-in of the last hour. Asked by a driver, about their own.
         */
        get: operations["getAuthPasskeyGenerateRegisterOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/passkey/list-user-passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My passkeys
         * @description My passkeys. Asked by a driver, about their own.
         */
        get: operations["getAuthPasskeyListUserPasskeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/passkey/verify-authentication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs in with a passkey
         * @description Signs in with a passkey. Asked by anybody.
         */
        post: operations["postAuthPasskeyVerifyAuthentication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/passkey/verify-registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds the passkey that the device made
         * @description Adds the passkey that the device made. Asked by a driver, about their own.
         */
        post: operations["postAuthPasskeyVerifyRegistration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/sign-in/email-otp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs in with a code; an address without an account gets one
         * @description A browser gets a cookie. Whoever sends neither `Origin` nor `Sec-Fetch-Site` also gets a bearer in the header `set-auth-token`. Asked by anybody.
         */
        post: operations["postAuthSignInEmailOtp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends the session that asks
         * @description Ends the session that asks. Asked by anybody.
         */
        post: operations["postAuthSignOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/estates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Estates with free places and the price now, the nearest first
         * @description Without `near` they come by their short names. An estate of which nobody entered the position comes last, and never with `within`. Answers carry an ETag: send it as `If-None-Match`, and nothing new is a 304. Asked by anybody.
         */
        get: operations["getEstates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/estates/{estate}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One estate
         * @description One estate. Asked by anybody.
         */
        get: operations["getEstatesByEstate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/estates/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follows free places, prices and opening
         * @description Server-sent events, as `EventSource` reads them. First comes what is, then what changes; each event is the whole thing, so nothing has to be put together, and a connection that broke is simply opened again. The server ends it after 15 minutes. Each event `estate` holds an `EstatePlaces`, without a distance. Asked by anybody.
         */
        get: operations["getEstatesLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A group that I manage, with its members and money
         * @description A group that I manage, with its members and money. Asked by a driver, about their own.
         */
        get: operations["getGroupsByGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{group}/bills/{month}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The group's bill of a month
         * @description The group's bill of a month. Asked by a driver, about their own.
         */
        get: operations["getGroupsByGroupBillsByMonth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{group}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invites whoever has a mail address
         * @description Again and again is one invitation, as last said. Whether the address has an account is not told. Asked by a driver, about their own.
         */
        post: operations["postGroupsByGroupInvitations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{group}/invitations/{invitation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes an invitation back
         * @description Takes an invitation back. Asked by a driver, about their own.
         */
        delete: operations["deleteGroupsByGroupInvitationsByInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{group}/members/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Dismisses a member
         * @description Dismisses a member. Asked by a driver, about their own.
         */
        delete: operations["deleteGroupsByGroupMembersByAccount"];
        options?: never;
        head?: never;
        /**
         * Changes a member's limit, or whether it manages the group too
         * @description Changes a member's limit, or whether it manages the group too. Asked by a driver, about their own.
         */
        patch: operations["patchGroupsByGroupMembersByAccount"];
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who I am
         * @description Who I am. Asked by a driver, about their own.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes my name or language
         * @description Changes my name or language. Asked by a driver, about their own.
         */
        patch: operations["patchMe"];
        trace?: never;
    };
    "/v1/me/auto-top-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Fetches money by itself when less can be spent; null ends it
         * @description Fetches money by itself when less can be spent; null ends it. Asked by a driver, about their own.
         */
        put: operations["putMeAutoTopUp"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/card-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds a card: the next unknown one held to this gate is mine
         * @description Adds a card: the next unknown one held to this gate is mine. Asked by a driver, about their own.
         */
        post: operations["postMeCardLinks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/card-links/{link}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the card has come
         * @description Whether the card has come. Asked by a driver, about their own.
         */
        get: operations["getMeCardLinksByLink"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My cards
         * @description My cards. Asked by a driver, about their own.
         */
        get: operations["getMeCards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/cards/{card}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Switches a card off for good
         * @description Switches a card off for good. Asked by a driver, about their own.
         */
        delete: operations["deleteMeCardsByCard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What I have agreed to
         * @description What I have agreed to. Asked by a driver, about their own.
         */
        get: operations["getMeConsents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/consents/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Agrees to something, or does not any more
         * @description Agrees to something, or does not any more. Asked by a driver, about their own.
         */
        put: operations["putMeConsentsByKind"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that is kept about me, to take along
         * @description Everything that is kept about me, to take along. Asked by a driver, about their own.
         */
        get: operations["getMeData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deletes my account and everything that says whose it was
         * @description At once and for good. Every device is signed out, cards, plates and phones open no gate any more. Stays, receipts and the ledger keep the account's id alone. Asked by a driver, about their own.
         */
        post: operations["postMeDeletion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My devices
         * @description My devices. Asked by a driver, about their own.
         */
        get: operations["getMeDevices"];
        put?: never;
        /**
         * Takes a device's key for mine, and certifies it
         * @description Takes a device's key for mine, and certifies it. Asked by a driver, about their own.
         */
        post: operations["postMeDevices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/devices/{device}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Gives a device up: gates take it no more
         * @description Gives a device up: gates take it no more. Asked by a driver, about their own.
         */
        delete: operations["deleteMeDevicesByDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/devices/{device}/certificate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The next certificate of a device
         * @description The next certificate of a device. Asked by a driver, about their own.
         */
        post: operations["postMeDevicesByDeviceCertificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My disputes, newest first
         * @description My disputes, newest first. Asked by a driver, about their own.
         */
        get: operations["getMeDisputes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/favourites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Estates of which I want to know whether there is room
         * @description Estates of which I want to know whether there is room. Asked by a driver, about their own.
         */
        get: operations["getMeFavourites"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/favourites/{estate}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Makes an estate a favourite of mine
         * @description Makes an estate a favourite of mine. Asked by a driver, about their own.
         */
        put: operations["putMeFavouritesByEstate"];
        post?: never;
        /**
         * Makes an estate none of my favourites any more
         * @description Makes an estate none of my favourites any more. Asked by a driver, about their own.
         */
        delete: operations["deleteMeFavouritesByEstate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/gate-openings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks the gate whose code I scanned to let me through
         * @description The code is on the gate's screen while a car stands there, another one every 15 seconds, and good once. The gate decides, as about a card. Asked by a driver, about their own.
         */
        post: operations["postMeGateOpenings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/gate-openings/{opening}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the gate said
         * @description What the gate said. Asked by a driver, about their own.
         */
        get: operations["getMeGateOpeningsByOpening"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The group that pays for me, if any
         * @description The group that pays for me, if any. Asked by a driver, about their own.
         */
        get: operations["getMeGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/groups/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Leaves a group: it pays for me no more
         * @description Leaves a group: it pays for me no more. Asked by a driver, about their own.
         */
        delete: operations["deleteMeGroupsByGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Groups that invite me, by my mail address
         * @description Groups that invite me, by my mail address. Asked by a driver, about their own.
         */
        get: operations["getMeInvitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/invitations/{invitation}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Joins: the group pays for me
         * @description Joins: the group pays for me. Asked by a driver, about their own.
         */
        post: operations["postMeInvitationsByInvitationAccept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/invitations/{invitation}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Does not want to join
         * @description Does not want to join. Asked by a driver, about their own.
         */
        post: operations["postMeInvitationsByInvitationDecline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follows my stays, my wallet and what I am told
         * @description Server-sent events, as `EventSource` reads them. First comes what is, then what changes; each event is the whole thing, so nothing has to be put together, and a connection that broke is simply opened again. The server ends it after 15 minutes. Events are `stay` (a `Stay`: the newest five, while inside with the cost by now), `wallet` (a `Wallet`) and `notice` (the newest three: `kind`, `title`, `body`, `tag`, `url`, `lang`, `at`, as in a push message; there are none before a browser takes messages or mails are wanted). Asked by a driver, about their own.
         */
        get: operations["getMeLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What I want to be told, and when not
         * @description What I want to be told, and when not. Asked by a driver, about their own.
         */
        get: operations["getMeNotices"];
        /**
         * Says what I want to be told, all of it
         * @description Says what I want to be told, all of it. Asked by a driver, about their own.
         */
        put: operations["putMeNotices"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/passes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A pass to show as a QR code; it lives 60 s at most
         * @description A pass to show as a QR code; it lives 60 s at most. Asked by a driver, about their own.
         */
        post: operations["postMePasses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/payment-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How I can be charged, in order
         * @description How I can be charged, in order. Asked by a driver, about their own.
         */
        get: operations["getMePaymentMethods"];
        put?: never;
        /**
         * Adds the method that a set-up ended with
         * @description Adds the method that a set-up ended with. Asked by a driver, about their own.
         */
        post: operations["postMePaymentMethods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/payment-methods/{method}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends one of my methods
         * @description Ends one of my methods. Asked by a driver, about their own.
         */
        delete: operations["deleteMePaymentMethodsByMethod"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/payment-methods/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Sets the order in which my methods are charged
         * @description Sets the order in which my methods are charged. Asked by a driver, about their own.
         */
        put: operations["putMePaymentMethodsOrder"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/payment-methods/setups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begins to add a method at the payment provider
         * @description Begins to add a method at the payment provider. Asked by a driver, about their own.
         */
        post: operations["postMePaymentMethodsSetups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was asked of my payment methods, newest first
         * @description What was asked of my payment methods, newest first. Asked by a driver, about their own.
         */
        get: operations["getMePayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/push-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Browsers that take my messages, oldest first
         * @description Browsers that take my messages, oldest first. Asked by a driver, about their own.
         */
        get: operations["getMePushSubscriptions"];
        /**
         * This browser takes my messages from now on; again and again is the same
         * @description This browser takes my messages from now on; again and again is the same. Asked by a driver, about their own.
         */
        put: operations["putMePushSubscriptions"];
        post?: never;
        /**
         * This browser takes my messages no more, by its endpoint
         * @description This browser takes my messages no more, by its endpoint. Asked by a driver, about their own.
         */
        delete: operations["deleteMePushSubscriptions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/push-subscriptions/{subscription}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * A browser takes my messages no more, by the subscription's id
         * @description A browser takes my messages no more, by the subscription's id. Asked by a driver, about their own.
         */
        delete: operations["deleteMePushSubscriptionsBySubscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My receipts and credit notes, newest first
         * @description My receipts and credit notes, newest first. Asked by a driver, about their own.
         */
        get: operations["getMeReceipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/receipts/{receipt}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One of my receipts, signed
         * @description One of my receipts, signed. Asked by a driver, about their own.
         */
        get: operations["getMeReceiptsByReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/receipts/{receipt}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One of my receipts, to print
         * @description One of my receipts, to print. Asked by a driver, about their own.
         */
        get: operations["getMeReceiptsByReceiptPdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/rights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My rights to reserved bays, with my guests
         * @description My rights to reserved bays, with my guests. Asked by a driver, about their own.
         */
        get: operations["getMeRights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/rights/{right}/guests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets a guest use my bays until a time
         * @description Lets a guest use my bays until a time. Asked by a driver, about their own.
         */
        post: operations["postMeRightsByRightGuests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/rights/{right}/guests/{guest}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes a guest's right back
         * @description Takes a guest's right back. Asked by a driver, about their own.
         */
        delete: operations["deleteMeRightsByRightGuestsByGuest"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where I am signed in, the newest first
         * @description Where I am signed in, the newest first. Asked by a driver, about their own.
         */
        get: operations["getMeSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Signs one of my devices out
         * @description Signs one of my devices out. Asked by a driver, about their own.
         */
        delete: operations["deleteMeSessionsBySession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What moved my money
         * @description What moved my money. Asked by a driver, about their own.
         */
        get: operations["getMeStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/stays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My stays, newest first; an open one with what it costs by now
         * @description My stays, newest first; an open one with what it costs by now. Asked by a driver, about their own.
         */
        get: operations["getMeStays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/stays/{stay}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One of my stays
         * @description One of my stays. Asked by a driver, about their own.
         */
        get: operations["getMeStaysByStay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/stays/{stay}/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * I do not agree with what a stay cost
         * @description I do not agree with what a stay cost. Asked by a driver, about their own.
         */
        post: operations["postMeStaysByStayDisputes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/stays/{stay}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The receipt of an ended stay, every cent explained
         * @description The receipt of an ended stay, every cent explained. Asked by a driver, about their own.
         */
        get: operations["getMeStaysByStayReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My subscriptions, ended ones too
         * @description My subscriptions, ended ones too. Asked by a driver, about their own.
         */
        get: operations["getMeSubscriptions"];
        put?: never;
        /**
         * Subscribes to a plan from now on
         * @description The first period is taken from the wallet at once, on credit too where there is some; later ones are renewed by themselves until it is cancelled. Asked by a driver, about their own.
         */
        post: operations["postMeSubscriptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/subscriptions/{subscription}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels one of my subscriptions: what is paid stays valid
         * @description Cancels one of my subscriptions: what is paid stays valid. Asked by a driver, about their own.
         */
        post: operations["postMeSubscriptionsBySubscriptionCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/top-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts money into my wallet; debt is paid with it first
         * @description Puts money into my wallet; debt is paid with it first. Asked by a driver, about their own.
         */
        post: operations["postMeTopUps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/vehicles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My vehicles, given up or not
         * @description My vehicles, given up or not. Asked by a driver, about their own.
         */
        get: operations["getMeVehicles"];
        put?: never;
        /**
         * Adds a vehicle; gates with a camera know it by its plate
         * @description Adds a vehicle; gates with a camera know it by its plate. Asked by a driver, about their own.
         */
        post: operations["postMeVehicles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/vehicles/{vehicle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Gives up a vehicle; a car inside still gets out
         * @description Gives up a vehicle; a car inside still gets out. Asked by a driver, about their own.
         */
        delete: operations["deleteMeVehiclesByVehicle"];
        options?: never;
        head?: never;
        /**
         * Changes a vehicle's label or class
         * @description Another plate is another vehicle: give up the old one and add the new one. Asked by a driver, about their own.
         */
        patch: operations["patchMeVehiclesByVehicle"];
        trace?: never;
    };
    "/v1/me/visitor-tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My visitors' tickets, newest first
         * @description My visitors' tickets, newest first. Asked by a driver, about their own.
         */
        get: operations["getMeVisitorTickets"];
        put?: never;
        /**
         * Gives a visitor one visit to my bays, on paper
         * @description Gives a visitor one visit to my bays, on paper. Asked by a driver, about their own.
         */
        post: operations["postMeVisitorTickets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/visitor-tickets/{ticket}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes a ticket back
         * @description Takes a ticket back. Asked by a driver, about their own.
         */
        delete: operations["deleteMeVisitorTicketsByTicket"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/visitor-tickets/{ticket}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A ticket to print
         * @description A ticket to print. Asked by a driver, about their own.
         */
        get: operations["getMeVisitorTicketsByTicketPdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/vouchers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Vouchers that I have redeemed, the newest first
         * @description Vouchers that I have redeemed, the newest first. Asked by a driver, about their own.
         */
        get: operations["getMeVouchers"];
        put?: never;
        /**
         * Redeems a voucher's code for my next stay
         * @description Redeems a voucher's code for my next stay. Asked by a driver, about their own.
         */
        post: operations["postMeVouchers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/wallet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My money
         * @description My money. Asked by a driver, about their own.
         */
        get: operations["getMeWallet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Accounts, by name or the beginning of their id
         * @description Accounts, by name or the beginning of their id. Asked by the operator's staff.
         */
        get: operations["getOpsAccounts"];
        put?: never;
        /**
         * Opens an account with an empty wallet
         * @description Opens an account with an empty wallet. Asked by the operator's staff.
         */
        post: operations["postOpsAccounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An account with its access, cards and money
         * @description An account with its access, cards and money. Asked by the operator's staff.
         */
        get: operations["getOpsAccountsByAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets an account park at an estate
         * @description Lets an account park at an estate. Asked by the operator's staff.
         */
        post: operations["postOpsAccountsByAccountAccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/access/{estate}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes an account off an estate's gates
         * @description Takes an account off an estate's gates. Asked by the operator's staff.
         */
        delete: operations["deleteOpsAccountsByAccountAccessByEstate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Blocks an account or lifts the block
         * @description Blocks an account or lifts the block. Asked by the operator's staff.
         */
        put: operations["putOpsAccountsByAccountBlock"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives an account a card
         * @description Gives an account a card. Asked by the operator's staff.
         */
        post: operations["postOpsAccountsByAccountCards"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/payment-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How it can be charged, in order
         * @description How it can be charged, in order. Asked by the operator's staff.
         */
        get: operations["getOpsAccountsByAccountPaymentMethods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was asked of its payment methods, newest first
         * @description What was asked of its payment methods, newest first. Asked by the operator's staff.
         */
        get: operations["getOpsAccountsByAccountPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives money of a wallet back to the card that it came from
         * @description Gives money of a wallet back to the card that it came from. Asked by the operator's staff.
         */
        post: operations["postOpsAccountsByAccountRefunds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/rights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An account's rights to reserved bays
         * @description An account's rights to reserved bays. Asked by the operator's staff.
         */
        get: operations["getOpsAccountsByAccountRights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What moved an account's money
         * @description What moved an account's money. Asked by the operator's staff.
         */
        get: operations["getOpsAccountsByAccountStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/stays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An account's stays, newest first
         * @description An account's stays, newest first. Asked by the operator's staff.
         */
        get: operations["getOpsAccountsByAccountStays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An account's subscriptions, ended ones too
         * @description An account's subscriptions, ended ones too. Asked by the operator's staff.
         */
        get: operations["getOpsAccountsByAccountSubscriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/subscriptions/{subscription}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Sells a subscription under the caller's own id; asked again with the same, it changes nothing
         * @description Sells a subscription under the caller's own id; asked again with the same, it changes nothing. Asked by the operator's staff.
         */
        put: operations["putOpsAccountsByAccountSubscriptionsBySubscription"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/subscriptions/{subscription}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels a subscription: what is paid stays valid, and it is not renewed
         * @description Cancels a subscription: what is paid stays valid, and it is not renewed. Asked by the operator's staff.
         */
        post: operations["postOpsAccountsByAccountSubscriptionsBySubscriptionCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/terms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was agreed with an account
         * @description What was agreed with an account. Asked by the operator's staff.
         */
        get: operations["getOpsAccountsByAccountTerms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes an account's credit limit and auto top-up; what is left out stays as it is
         * @description Changes an account's credit limit and auto top-up; what is left out stays as it is. Asked by the operator's staff.
         */
        patch: operations["patchOpsAccountsByAccountTerms"];
        trace?: never;
    };
    "/v1/ops/accounts/{account}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A driver's tokens
         * @description A driver's tokens. Asked by the operator's staff.
         */
        get: operations["getOpsAccountsByAccountTokens"];
        put?: never;
        /**
         * Makes a driver's token; it is shown this once
         * @description Makes a driver's token; it is shown this once. Asked by the operator's staff.
         */
        post: operations["postOpsAccountsByAccountTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/tokens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends a driver's token
         * @description Ends a driver's token. Asked by the operator's staff.
         */
        delete: operations["deleteOpsAccountsByAccountTokensByToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/top-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts money into a wallet; debt is paid with it first
         * @description Puts money into a wallet; debt is paid with it first. Asked by the operator's staff.
         */
        post: operations["postOpsAccountsByAccountTopUps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/vehicles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An account's vehicles, given up or not
         * @description An account's vehicles, given up or not. Asked by the operator's staff.
         */
        get: operations["getOpsAccountsByAccountVehicles"];
        put?: never;
        /**
         * Adds a vehicle; its plate is a credential from now on
         * @description Adds a vehicle; its plate is a credential from now on. Asked by the operator's staff.
         */
        post: operations["postOpsAccountsByAccountVehicles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/accounts/{account}/vouchers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an account has redeemed
         * @description What an account has redeemed. Asked by the operator's staff.
         */
        get: operations["getOpsAccountsByAccountVouchers"];
        put?: never;
        /**
         * Redeems a code for an account
         * @description Redeems a code for an account. Asked by the operator's staff.
         */
        post: operations["postOpsAccountsByAccountVouchers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Integrators' keys
         * @description Integrators' keys. Asked by the operator's staff.
         */
        get: operations["getOpsApiKeys"];
        put?: never;
        /**
         * Makes a key for another program; it is shown this once
         * @description Makes a key for another program; it is shown this once. Asked by the operator's staff.
         */
        post: operations["postOpsApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/api-keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends a key, at once
         * @description Ends a key, at once. Asked by the operator's staff.
         */
        delete: operations["deleteOpsApiKeysByKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/cards/{card}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revokes a card for good
         * @description Revokes a card for good. Asked by the operator's staff.
         */
        post: operations["postOpsCardsByCardRevoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/cards/{card}/vehicle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Says which vehicle a card is for; null: any
         * @description Says which vehicle a card is for; null: any. Asked by the operator's staff.
         */
        put: operations["putOpsCardsByCardVehicle"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Disputes, newest first
         * @description Disputes, newest first. Asked by the operator's staff.
         */
        get: operations["getOpsDisputes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/disputes/{dispute}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Agrees with the driver: a credit note, a new receipt, and the difference back
         * @description Agrees with the driver: a credit note, a new receipt, and the difference back. Asked by the operator's staff.
         */
        post: operations["postOpsDisputesByDisputeAccept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/disputes/{dispute}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Does not agree, and says why
         * @description Does not agree, and says why. Asked by the operator's staff.
         */
        post: operations["postOpsDisputesByDisputeRefuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Estates, as the office sees them
         * @description Estates, as the office sees them. Asked by the operator's staff, installers, keys with the scope `estates:read`.
         */
        get: operations["getOpsEstates"];
        put?: never;
        /**
         * Opens an estate
         * @description Opens an estate. Asked by the operator's staff.
         */
        post: operations["postOpsEstates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One estate
         * @description One estate. Asked by the operator's staff, installers, keys with the scope `estates:read`.
         */
        get: operations["getOpsEstatesByEstate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes an estate's name, place or policy
         * @description Changes an estate's name, place or policy. Asked by the operator's staff.
         */
        patch: operations["patchOpsEstatesByEstate"];
        trace?: never;
    };
    "/v1/ops/estates/{estate}/books": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the books of the day that runs say, as a close would see them; nothing is stored
         * @description What the books of the day that runs say, as a close would see them; nothing is stored. Asked by the operator's staff.
         */
        get: operations["getOpsEstatesByEstateBooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}/closes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The closed days, newest first
         * @description The closed days, newest first. Asked by the operator's staff.
         */
        get: operations["getOpsEstatesByEstateCloses"];
        put?: never;
        /**
         * Closes a day that is over; it is done by itself soon after midnight
         * @description Closes a day that is over; it is done by itself soon after midnight. Asked by the operator's staff.
         */
        post: operations["postOpsEstatesByEstateCloses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What its gates decided, newest first
         * @description What its gates decided, newest first. Asked by the operator's staff, installers, keys with the scope `stays:read`.
         */
        get: operations["getOpsEstatesByEstateDecisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}/gates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An estate's gates
         * @description An estate's gates. Asked by the operator's staff, installers, keys with the scope `estates:read`.
         */
        get: operations["getOpsEstatesByEstateGates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An estate's subscription plans, ended ones too
         * @description An estate's subscription plans, ended ones too. Asked by the operator's staff.
         */
        get: operations["getOpsEstatesByEstatePlans"];
        put?: never;
        /**
         * Offers a plan; it never changes
         * @description Offers a plan; it never changes. Asked by the operator's staff.
         */
        post: operations["postOpsEstatesByEstatePlans"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Its visits, newest first
         * @description Its visits, newest first. Asked by the operator's staff, keys with the scope `stays:read`.
         */
        get: operations["getOpsEstatesByEstateSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}/visitor-tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An estate's visitors' tickets, newest first
         * @description An estate's visitors' tickets, newest first. Asked by the operator's staff.
         */
        get: operations["getOpsEstatesByEstateVisitorTickets"];
        put?: never;
        /**
         * Gives a visitor one visit at a host's expense, on paper
         * @description Gives a visitor one visit at a host's expense, on paper. Asked by the operator's staff.
         */
        post: operations["postOpsEstatesByEstateVisitorTickets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}/visitor-tickets/{ticket}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes a ticket back
         * @description Takes a ticket back. Asked by the operator's staff.
         */
        delete: operations["deleteOpsEstatesByEstateVisitorTicketsByTicket"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}/visitor-tickets/{ticket}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A ticket to print
         * @description A ticket to print. Asked by the operator's staff.
         */
        get: operations["getOpsEstatesByEstateVisitorTicketsByTicketPdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}/vouchers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An estate's vouchers, the newest first
         * @description An estate's vouchers, the newest first. Asked by the operator's staff.
         */
        get: operations["getOpsEstatesByEstateVouchers"];
        put?: never;
        /**
         * Makes vouchers; their codes are shown this once
         * @description Makes vouchers; their codes are shown this once. Asked by the operator's staff.
         */
        post: operations["postOpsEstatesByEstateVouchers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}/zones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds a zone
         * @description Adds a zone. Asked by the operator's staff.
         */
        post: operations["postOpsEstatesByEstateZones"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}/zones/{zone}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a zone
         * @description Changes a zone. Asked by the operator's staff.
         */
        patch: operations["patchOpsEstatesByEstateZonesByZone"];
        trace?: never;
    };
    "/v1/ops/estates/{estate}/zones/{zone}/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What persons counted in a zone, the newest 100, and how sure its count is now
         * @description What persons counted in a zone, the newest 100, and how sure its count is now. Asked by the operator's staff.
         */
        get: operations["getOpsEstatesByEstateZonesByZoneCorrections"];
        put?: never;
        /**
         * Moves a zone's count to what a person saw there
         * @description A count that finds nothing wrong is worth sending, too: it makes the count surer. Asked by the operator's staff.
         */
        post: operations["postOpsEstatesByEstateZonesByZoneCorrections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}/zones/{zone}/pricing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a zone's price follows its occupancy, and where it stands
         * @description How a zone's price follows its occupancy, and where it stands. Asked by the operator's staff.
         */
        get: operations["getOpsEstatesByEstateZonesByZonePricing"];
        /**
         * Sets a zone's price policy; null: the default one
         * @description Sets a zone's price policy; null: the default one. Asked by the operator's staff.
         */
        put: operations["putOpsEstatesByEstateZonesByZonePricing"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}/zones/{zone}/pricing/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a zone's price did and why, newest first
         * @description What a zone's price did and why, newest first. Asked by the operator's staff.
         */
        get: operations["getOpsEstatesByEstateZonesByZonePricingMoves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/estates/{estate}/zones/{zone}/rights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who has, or had, a right to a zone's bays
         * @description Who has, or had, a right to a zone's bays. Asked by the operator's staff.
         */
        get: operations["getOpsEstatesByEstateZonesByZoneRights"];
        put?: never;
        /**
         * Makes an account the owner of reserved bays
         * @description Makes an account the owner of reserved bays. Asked by the operator's staff.
         */
        post: operations["postOpsEstatesByEstateZonesByZoneRights"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What somebody should look at, newest first
         * @description What somebody should look at, newest first. Asked by the operator's staff.
         */
        get: operations["getOpsExceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/exceptions/{exception}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Somebody looked at it
         * @description Somebody looked at it. Asked by the operator's staff.
         */
        post: operations["postOpsExceptionsByExceptionResolve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/gates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds a gate; its token is shown this once
         * @description Adds a gate; its token is shown this once. Asked by the operator's staff, installers.
         */
        post: operations["postOpsGates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/gates/{gate}/lease-reclaims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes back what was lent to a journal that the gate does not write any more
         * @description Takes back what was lent to a journal that the gate does not write any more. Asked by the operator's staff.
         */
        post: operations["postOpsGatesByGateLeaseReclaims"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/gates/{gate}/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Orders to a gate and its answers, newest first
         * @description Orders to a gate and its answers, newest first. Asked by the operator's staff, installers.
         */
        get: operations["getOpsGatesByGateOrders"];
        put?: never;
        /**
         * Orders a gate to open a lane, to hold it open or to close it; it answers with a fact
         * @description Orders a gate to open a lane, to hold it open or to close it; it answers with a fact. Asked by the operator's staff, installers.
         */
        post: operations["postOpsGatesByGateOrders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/gates/{gate}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revokes a gate for good
         * @description Revokes a gate for good. Asked by the operator's staff, installers.
         */
        post: operations["postOpsGatesByGateRevoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Opens a group: members, one wallet, one bill a month
         * @description Opens a group: members, one wallet, one bill a month. Asked by the operator's staff.
         */
        post: operations["postOpsGroups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/groups/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A group with its members
         * @description A group with its members. Asked by the operator's staff.
         */
        get: operations["getOpsGroupsByGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/groups/{group}/bills/{month}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A group's bill of a month, member by member
         * @description A group's bill of a month, member by member. Asked by the operator's staff.
         */
        get: operations["getOpsGroupsByGroupBillsByMonth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/groups/{group}/members/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Makes an account a member, or changes its limit and whether it manages the group
         * @description Makes an account a member, or changes its limit and whether it manages the group. Asked by the operator's staff.
         */
        put: operations["putOpsGroupsByGroupMembersByAccount"];
        post?: never;
        /**
         * Ends a membership
         * @description Ends a membership. Asked by the operator's staff.
         */
        delete: operations["deleteOpsGroupsByGroupMembersByAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/plans/{plan}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends a plan: not sold nor renewed any more
         * @description Ends a plan: not sold nor renewed any more. Asked by the operator's staff.
         */
        post: operations["postOpsPlansByPlanEnd"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/ranks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Loyalty ranks, the lowest first
         * @description Loyalty ranks, the lowest first. Asked by the operator's staff.
         */
        get: operations["getOpsRanks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/ranks/{rank}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Makes a rank, or changes one
         * @description Makes a rank, or changes one. Asked by the operator's staff.
         */
        put: operations["putOpsRanksByRank"];
        post?: never;
        /**
         * Takes a rank away, also from who holds it
         * @description Takes a rank away, also from who holds it. Asked by the operator's staff.
         */
        delete: operations["deleteOpsRanksByRank"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Receipts and credit notes, newest first
         * @description Receipts and credit notes, newest first. Asked by the operator's staff, keys with the scope `receipts:read`.
         */
        get: operations["getOpsReceipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/receipts/{receipt}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One receipt, signed; with /pdf to print
         * @description One receipt, signed; with /pdf to print. Asked by the operator's staff, keys with the scope `receipts:read`.
         */
        get: operations["getOpsReceiptsByReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/rights/{right}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes a right back; an owner's with its guests'
         * @description Takes a right back; an owner's with its guests'. Asked by the operator's staff.
         */
        delete: operations["deleteOpsRightsByRight"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/rights/{right}/guests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whom an owner invited
         * @description Whom an owner invited. Asked by the operator's staff.
         */
        get: operations["getOpsRightsByRightGuests"];
        put?: never;
        /**
         * Lets a guest use an owner's bays until a time
         * @description Lets a guest use an owner's bays until a time. Asked by the operator's staff.
         */
        post: operations["postOpsRightsByRightGuests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who works here
         * @description Who works here. Asked by the operator's staff.
         */
        get: operations["getOpsStaff"];
        /**
         * Invites somebody to work here, or changes their role or estates
         * @description A new one is told by mail, and has the role as soon as they sign in with this address. Asked by the operator's staff.
         */
        put: operations["putOpsStaff"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/staff/{staff}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Somebody works here no more, at once
         * @description Somebody works here no more, at once. Asked by the operator's staff.
         */
        delete: operations["deleteOpsStaffByStaff"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/stays/{stay}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that became of a stay
         * @description Everything that became of a stay. Asked by the operator's staff, keys with the scope `stays:read`.
         */
        get: operations["getOpsStaysByStay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/stays/{stay}/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts right when a stay began or ended, or what it costs; its charge is taken back and made anew
         * @description Puts right when a stay began or ended, or what it costs; its charge is taken back and made anew. Asked by the operator's staff.
         */
        post: operations["postOpsStaysByStayCorrections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/tariff-book": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every tariff: what is in force, what will be, where it is charged, what is being drafted
         * @description Every tariff: what is in force, what will be, where it is charged, what is being drafted. Asked by the operator's staff.
         */
        get: operations["getOpsTariffBook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/tariff-checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says every fault of a tariff's content
         * @description Says every fault of a tariff's content. Asked by the operator's staff.
         */
        post: operations["postOpsTariffChecks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/tariff-drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Drafts that are not published, the last changed first
         * @description Drafts that are not published, the last changed first. Asked by the operator's staff.
         */
        get: operations["getOpsTariffDrafts"];
        put?: never;
        /**
         * Begins a draft, of a tariff that there is or of a new one
         * @description Begins a draft, of a tariff that there is or of a new one. Asked by the operator's staff.
         */
        post: operations["postOpsTariffDrafts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/tariff-drafts/{draft}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One draft, also when it is published
         * @description One draft, also when it is published. Asked by the operator's staff.
         */
        get: operations["getOpsTariffDraftsByDraft"];
        put?: never;
        post?: never;
        /**
         * Throws a draft away
         * @description Throws a draft away. Asked by the operator's staff.
         */
        delete: operations["deleteOpsTariffDraftsByDraft"];
        options?: never;
        head?: never;
        /**
         * Changes a draft
         * @description Changes a draft. Asked by the operator's staff.
         */
        patch: operations["patchOpsTariffDraftsByDraft"];
        trace?: never;
    };
    "/v1/ops/tariff-drafts/{draft}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a draft the next version of its tariff. Cars inside keep what they were offered
         * @description Makes a draft the next version of its tariff. Cars inside keep what they were offered. Asked by the operator's staff.
         */
        post: operations["postOpsTariffDraftsByDraftPublish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/tariff-drafts/{draft}/trials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a draft would have made of an estate's or a zone's stays of the last month
         * @description What a draft would have made of an estate's or a zone's stays of the last month. Asked by the operator's staff.
         */
        post: operations["postOpsTariffDraftsByDraftTrials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/tariff-quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prices a stay that nobody had, line by line
         * @description Prices a stay that nobody had, line by line. Asked by the operator's staff.
         */
        post: operations["postOpsTariffQuotes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/tariff-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rules that tariffs are made of
         * @description The rules that tariffs are made of. Asked by the operator's staff.
         */
        get: operations["getOpsTariffRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/tariffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The tariffs in force
         * @description The tariffs in force. Asked by the operator's staff.
         */
        get: operations["getOpsTariffs"];
        put?: never;
        /**
         * A new version of a tariff, in force at once
         * @description A new version of a tariff, in force at once. Asked by the operator's staff.
         */
        post: operations["postOpsTariffs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/tariffs/{tariff}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every version of a tariff, newest first
         * @description Every version of a tariff, newest first. Asked by the operator's staff.
         */
        get: operations["getOpsTariffsByTariff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/tariffs/{tariff}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Withdraws a version whose time has not come. Its number is given to no other
         * @description Withdraws a version whose time has not come. Its number is given to no other. Asked by the operator's staff.
         */
        delete: operations["deleteOpsTariffsByTariffVersionsByVersion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/vehicles/{vehicle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Gives up a vehicle, now or at a time to come
         * @description Gives up a vehicle, now or at a time to come. Asked by the operator's staff.
         */
        delete: operations["deleteOpsVehiclesByVehicle"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Subscriptions on offer
         * @description Subscriptions on offer. Asked by anybody.
         */
        get: operations["getPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/push-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The key that browsers subscribe with: `applicationServerKey`
         * @description The key that browsers subscribe with: `applicationServerKey`. Asked by anybody.
         */
        get: operations["getPushKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/receipt-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The public keys that receipts are signed with, for `cloud verify-receipt --key`
         * @description The public keys that receipts are signed with, for `cloud verify-receipt --key`. Asked by anybody.
         */
        get: operations["getReceiptKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/trust-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whose passes and certificates count, signed by the house's offline root
         * @description Whose passes and certificates count, signed by the house's offline root. Asked by anybody.
         */
        get: operations["getTrustList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            blockedAt: components["schemas"]["At"] | null;
            cards: components["schemas"]["Card"][];
            createdAt: components["schemas"]["At"];
            currency: components["schemas"]["Currency"];
            estates: components["schemas"]["EstateId"][];
            id: components["schemas"]["AccountRef"];
            name: string;
            wallet: components["schemas"]["Wallet"];
        };
        AccountBrief: {
            blockedAt: components["schemas"]["At"] | null;
            createdAt: components["schemas"]["At"];
            currency: components["schemas"]["Currency"];
            id: components["schemas"]["AccountRef"];
            name: string;
        };
        /**
         * Format: uuid
         * @description Pseudonymous reference to an account.
         */
        AccountRef: string;
        AgreedTerms: {
            autoTopUp: {
                amountMinor: components["schemas"]["AmountMinor"];
                belowMinor: components["schemas"]["AmountMinor"];
            } | null;
            /** @description How far below zero it may go. */
            creditMinor: components["schemas"]["AmountMinor"];
            /** @description The group that pays for it. */
            group: {
                account: components["schemas"]["AccountRef"];
                monthlyLimitMinor: components["schemas"]["AmountMinor"] | null;
            } | null;
            /** @description person or group */
            kind: string;
            rank: string | null;
        };
        /** @description Minor units (cents) of the currency beside it. */
        AmountMinor: number;
        /** @description An integrator's key, without the key itself. */
        ApiKey: {
            createdAt: components["schemas"]["At"];
            /** @description Where; null: everywhere, and what is no estate's alone. */
            estates: components["schemas"]["EstateId"][] | null;
            expiresAt: components["schemas"]["At"] | null;
            id: string;
            label: string;
            scopes: ("estates:read" | "stays:read" | "receipts:read")[];
        };
        ApiKeyAsked: {
            /**
             * @description Where; null: everywhere, and what is no estate's alone.
             * @default null
             */
            estates: components["schemas"]["EstateId"][] | null;
            /**
             * Format: date-time
             * @description Absent: never.
             */
            expiresAt?: string;
            label: string;
            scopes: ("estates:read" | "stays:read" | "receipts:read")[];
        };
        /**
         * Format: date-time
         * @description ISO 8601, UTC.
         */
        At: string;
        BayRight: {
            account: components["schemas"]["AccountRef"];
            createdAt: components["schemas"]["At"];
            estate: components["schemas"]["EstateId"];
            fromAt: components["schemas"]["At"];
            /** @description The owner's right, of a guest's. */
            guestOf: string | null;
            /** Format: uuid */
            id: string;
            places: number;
            revokedAt: components["schemas"]["At"] | null;
            untilAt: components["schemas"]["At"] | null;
            zone: components["schemas"]["ZoneId"];
        };
        BayRightAsked: {
            account: components["schemas"]["AccountRef"];
            /**
             * Format: date-time
             * @description Absent: from now on.
             */
            from?: string;
            /**
             * @description So many cars at a time.
             * @default 1
             */
            places: number;
            /**
             * Format: date-time
             * @description Absent: until it is taken back.
             */
            until?: string;
        };
        BookedTariff: {
            currency: components["schemas"]["Currency"];
            id: string;
            inForce: components["schemas"]["TariffVersion"] | null;
            openDrafts: number;
            upcoming: components["schemas"]["TariffVersion"] | null;
            /** @description What a gate shows of it. */
            words: string | null;
            zones: {
                estate: string;
                name: string;
                zone: string;
            }[];
        };
        Card: {
            createdAt: components["schemas"]["At"];
            /**
             * @description plain: told by its UID, which can be copied. aes: an NTAG 424 DNA or DESFire card that holds a key of its own and must prove it (docs/credentials.md, tier D).
             * @enum {string}
             */
            kind: "plain" | "aes";
            label: string;
            ref: components["schemas"]["CredentialRef"];
            revokedAt: components["schemas"]["At"] | null;
        };
        CardAsked: {
            /**
             * @description plain: told by its UID, which can be copied. aes: an NTAG 424 DNA or DESFire card that holds a key of its own and must prove it (docs/credentials.md, tier D).
             * @default plain
             * @enum {string}
             */
            kind: "plain" | "aes";
            label: string;
            /** @description The card's UID. It is not kept: only its keyed hash is. */
            uid: string;
        };
        CardLink: {
            card: components["schemas"]["CredentialRef"] | null;
            /** @description `card-taken`: it is somebody's already. */
            reason: string | null;
            /** @enum {string} */
            state: "waiting" | "linked" | "expired" | "refused";
        };
        CardLinkAsked: {
            gate: components["schemas"]["GateId"];
            /** @default Card */
            label: string;
        };
        CardLinkOrdered: {
            expiresAt: components["schemas"]["At"];
            /** Format: uuid */
            link: string;
        };
        Certificate: {
            /** @description The COSE_Sign1 of docs/credentials.md, base64url. */
            certificate: string;
            /** Format: uuid */
            device: string;
            /** @description The issuer's key, hex. */
            kid: string;
            /** @description No gate takes it after this. */
            notAfter: components["schemas"]["At"];
            /** @description From then on fetch the next one, whenever there is a network. */
            renewFrom: components["schemas"]["At"];
        };
        CodeAsked: {
            /**
             * Format: email
             * @description In any case of letters.
             */
            email: string;
            /** @constant */
            type: "sign-in";
        };
        CodeSignIn: {
            /**
             * Format: email
             * @description In any case of letters.
             */
            email: string;
            /** @description For a new account. */
            name?: string;
            otp: string;
        };
        Consent: {
            given: boolean;
            kind: components["schemas"]["ConsentKind"];
            /** @description Null: never. */
            saidAt: components["schemas"]["At"] | null;
        };
        /**
         * @description terms: nobody parks without them. habits: it may be learnt when I usually come. marketing: offers may be sent to me.
         * @enum {string}
         */
        ConsentKind: "terms" | "habits" | "marketing";
        CorrectedStay: {
            account: components["schemas"]["AccountRef"] | null;
            beforeMinor: components["schemas"]["AmountMinor"];
            currency: string;
            payer: components["schemas"]["AccountRef"];
            /** @description This key was used before: nothing was done now. */
            repeated: boolean;
            revision: number;
            /** Format: uuid */
            stay: string;
            totalMinor: components["schemas"]["AmountMinor"];
        };
        CorrectionAsked: {
            /** @constant */
            kind: "agreed";
            /** @description Minor units (cents) of the currency beside it. */
            totalMinor: components["schemas"]["AmountMinor"];
            words: string;
        } | {
            /** Format: date-time */
            arrivedAt: string;
            /** Format: date-time */
            departedAt: string;
            /** @constant */
            kind: "times";
        };
        CountAsked: {
            reason: string;
            /** @description Places in use, as a person saw. */
            saw: number;
        } | {
            /** @description Added to the places in use. */
            places: number;
            reason: string;
        };
        /** @description Which credential, without the credential: keyed hash of a card's UID or of a plate, random id of a pass, beginning of a phone's public key. */
        CredentialRef: string;
        /** @description ISO 4217 code. */
        Currency: string;
        /** @description `sound`: the hash is that of the proof and of the day before. */
        DailyClose: {
            closedAt: components["schemas"]["At"];
            /**
             * Format: date
             * @description A local date of the estate.
             */
            day: string;
            estate: components["schemas"]["EstateId"];
            hash: string;
            proof: {
                [key: string]: unknown;
            };
            sound: boolean;
        };
        DecisionView: {
            account: string | null;
            atMs: number;
            /** @enum {string} */
            direction: "arrive" | "depart";
            elapsedMs: number | null;
            /** @enum {string} */
            end: "pending" | "opened" | "barrier-failed" | "passed" | "abandoned" | "unresolved";
            estate: string;
            gate: string;
            id: string;
            lane: string;
            /** @enum {string} */
            outcome: "grant" | "deny";
            reason: string;
            tier: ("A" | "B" | "C" | "D" | "E" | "P" | "S") | null;
            zone: string;
        };
        Deletion: {
            /**
             * Format: uuid
             * @description Under it the ledger goes on knowing its entries.
             */
            account: string;
            currency: components["schemas"]["Currency"];
            deletedAt: components["schemas"]["At"];
            /** @description What the wallet still holds. It stays owed: the office pays it out to whoever names this account. */
            restMinor: components["schemas"]["AmountMinor"];
        };
        Device: {
            certifiedUntil: components["schemas"]["At"];
            createdAt: components["schemas"]["At"];
            /** Format: uuid */
            device: string;
            label: string;
        };
        DeviceAsked: {
            label: string;
            /** @description Raw P-256 point, 65 bytes in base64url, as WebCrypto exports it. */
            publicKey: string;
        };
        Dispute: {
            account: components["schemas"]["AccountRef"];
            answer: string | null;
            endedAt: components["schemas"]["At"] | null;
            /** Format: uuid */
            id: string;
            openedAt: components["schemas"]["At"];
            /** @enum {string} */
            state: "open" | "accepted" | "refused";
            /** Format: uuid */
            stay: string;
            words: string;
        };
        Done: {
            /** @constant */
            ok: true;
        };
        EmailChange: {
            /**
             * Format: email
             * @description In any case of letters.
             */
            newEmail: string;
            otp: string;
        };
        EmailChangeAsked: {
            /**
             * Format: email
             * @description In any case of letters.
             */
            newEmail: string;
        };
        EstateAsked: {
            address?: string | null;
            /**
             * @description An account that is inside arrives again. hard: refused, however old the news; sure: refused where the gate is sure; soft: let in, as an exception.
             * @enum {string}
             */
            antiPassback?: "hard" | "sure" | "soft";
            currency: components["schemas"]["Currency"];
            departureWaitsMs?: number;
            grantMs?: number;
            id: components["schemas"]["EstateId"];
            missedDepartureMinor?: components["schemas"]["AmountMinor"];
            name: string;
            /** @description When it is open; none: always. */
            openingHours?: components["schemas"]["LocalHours"][];
            /** @description So many places beyond what it was lent a gate that is cut off gives in each zone. 0: no zone is ever oversold. */
            overdraw?: number;
            /**
             * @description What a card that can be copied may do at an arrival. with-plate: a plate of its account must have been seen just before.
             * @enum {string}
             */
            plainCards?: "open" | "with-plate";
            /** @description How sure the camera must be of a plate that is to open alone, thousandths. */
            plateConfidencePermille?: number;
            /**
             * @description What a number plate alone may do. off: nothing; exact: open when it was read letter for letter; fuzzy: also one that looks alike, if no other known plate does.
             * @enum {string}
             */
            plateMatch?: "off" | "exact" | "fuzzy";
            position?: components["schemas"]["Position"] | null;
            /** @description Whoever signs up may park there. Who may already goes on when it ends. */
            public?: boolean;
            repeatMs?: number;
            /** @description Rules that a gate could not have confirmed for so long are stale, ms. */
            staleAfterMs?: number;
            /** @description So many arrivals of one account a gate grants on stale rules. */
            staleArrivals?: number;
            stuckMs?: number;
            timeZone: string;
            /** @enum {string} */
            unknownAtDeparture?: "open" | "refuse";
            /**
             * @description What becomes of QR codes while a gate is not sure of the time. take-codes: taken without looking at the time, each once.
             * @enum {string}
             */
            unsureClock?: "refuse-codes" | "take-codes";
        };
        EstateChanges: {
            address?: string | null;
            /**
             * @description An account that is inside arrives again. hard: refused, however old the news; sure: refused where the gate is sure; soft: let in, as an exception.
             * @enum {string}
             */
            antiPassback?: "hard" | "sure" | "soft";
            departureWaitsMs?: number;
            grantMs?: number;
            missedDepartureMinor?: components["schemas"]["AmountMinor"];
            name?: string;
            /** @description When it is open; none: always. */
            openingHours?: components["schemas"]["LocalHours"][];
            /** @description So many places beyond what it was lent a gate that is cut off gives in each zone. 0: no zone is ever oversold. */
            overdraw?: number;
            /**
             * @description What a card that can be copied may do at an arrival. with-plate: a plate of its account must have been seen just before.
             * @enum {string}
             */
            plainCards?: "open" | "with-plate";
            /** @description How sure the camera must be of a plate that is to open alone, thousandths. */
            plateConfidencePermille?: number;
            /**
             * @description What a number plate alone may do. off: nothing; exact: open when it was read letter for letter; fuzzy: also one that looks alike, if no other known plate does.
             * @enum {string}
             */
            plateMatch?: "off" | "exact" | "fuzzy";
            position?: components["schemas"]["Position"] | null;
            /** @description Whoever signs up may park there. Who may already goes on when it ends. */
            public?: boolean;
            repeatMs?: number;
            /** @description Rules that a gate could not have confirmed for so long are stale, ms. */
            staleAfterMs?: number;
            /** @description So many arrivals of one account a gate grants on stale rules. */
            staleArrivals?: number;
            stuckMs?: number;
            /** @enum {string} */
            unknownAtDeparture?: "open" | "refuse";
            /**
             * @description What becomes of QR codes while a gate is not sure of the time. take-codes: taken without looking at the time, each once.
             * @enum {string}
             */
            unsureClock?: "refuse-codes" | "take-codes";
        };
        /** @description An estate's short name. */
        EstateId: string;
        EstateOps: {
            address: string | null;
            /**
             * @description An account that is inside arrives again. hard: refused, however old the news; sure: refused where the gate is sure; soft: let in, as an exception.
             * @enum {string}
             */
            antiPassback: "hard" | "sure" | "soft";
            createdAt: components["schemas"]["At"];
            currency: components["schemas"]["Currency"];
            departureWaitsMs: number;
            grantMs: number;
            id: components["schemas"]["EstateId"];
            missedDepartureMinor: components["schemas"]["AmountMinor"];
            name: string;
            /** @description When it is open; none: always. */
            openingHours: components["schemas"]["LocalHours"][];
            /** @description So many places beyond what it was lent a gate that is cut off gives in each zone. 0: no zone is ever oversold. */
            overdraw: number;
            /**
             * @description What a card that can be copied may do at an arrival. with-plate: a plate of its account must have been seen just before.
             * @enum {string}
             */
            plainCards: "open" | "with-plate";
            /** @description How sure the camera must be of a plate that is to open alone, thousandths. */
            plateConfidencePermille: number;
            /**
             * @description What a number plate alone may do. off: nothing; exact: open when it was read letter for letter; fuzzy: also one that looks alike, if no other known plate does.
             * @enum {string}
             */
            plateMatch: "off" | "exact" | "fuzzy";
            position: components["schemas"]["Position"] | null;
            /** @description Whoever signs up may park there. Who may already goes on when it ends. */
            public: boolean;
            repeatMs: number;
            rulesVersion: number;
            /** @description Rules that a gate could not have confirmed for so long are stale, ms. */
            staleAfterMs: number;
            /** @description So many arrivals of one account a gate grants on stale rules. */
            staleArrivals: number;
            stuckMs: number;
            timeZone: string;
            unknownAtDeparture: string;
            /**
             * @description What becomes of QR codes while a gate is not sure of the time. take-codes: taken without looking at the time, each once.
             * @enum {string}
             */
            unsureClock: "refuse-codes" | "take-codes";
            zones: components["schemas"]["ZoneOps"][];
        };
        EstatePlaces: {
            address: string | null;
            currency: components["schemas"]["Currency"];
            /** @description From where `near` says, along the ground, metres. */
            distanceM: number | null;
            gates: components["schemas"]["GatePlace"][];
            id: components["schemas"]["EstateId"];
            name: string;
            open: components["schemas"]["Opening"];
            /** @description When it is open; none: always. */
            openingHours: components["schemas"]["LocalHours"][];
            position: components["schemas"]["Position"] | null;
            timeZone: string;
            zones: components["schemas"]["ZonePlaces"][];
        };
        Exception: {
            at: components["schemas"]["At"];
            estate: string;
            fact: string | null;
            gate: string | null;
            id: number;
            kind: string;
            resolvedAt: components["schemas"]["At"] | null;
            session: string | null;
            words: string;
        };
        Favourite: {
            createdAt: components["schemas"]["At"];
            estate: components["schemas"]["EstateId"];
        };
        FieldFault: {
            expected: string;
            /** @description Path of the field, dots between; empty for the whole. */
            field: string;
            /** @enum {string} */
            in: "body" | "query" | "path" | "headers";
        };
        Gate: {
            arrivalZones: components["schemas"]["ZoneId"][];
            /** @enum {string} */
            direction: "arrive" | "depart";
            estate: components["schemas"]["EstateId"];
            faults: {
                code: string;
                device: string;
                words: string;
            }[];
            id: components["schemas"]["GateId"];
            lastSeenAt: components["schemas"]["At"] | null;
            name: string;
            online: boolean;
            revokedAt: components["schemas"]["At"] | null;
            software: string | null;
            /** @description Facts there that the cloud has not acknowledged. */
            waiting: number | null;
        };
        GateAsked: {
            /** @description Zones it lets cars into; empty: departures only. */
            arrivalZones: components["schemas"]["ZoneId"][];
            estate: components["schemas"]["EstateId"];
            id: components["schemas"]["GateId"];
            name: string;
        };
        /** @description A gate's short name, unique in the house. */
        GateId: string;
        GateOpening: {
            /** @description The gate's reason: of a decision, or of why there was none to make. */
            reason: string | null;
            /** @enum {string} */
            state: "ordered" | "opened" | "refused" | "expired";
            /** @description The stay that begins or ends, where the gate names one. */
            stay: string | null;
        };
        GateOpeningAsked: {
            /** @description The text of the code on the gate's screen, as the phone scanned it. */
            code: string;
        };
        GateOpeningOrdered: {
            /** Format: uuid */
            opening: string;
        };
        GatePlace: {
            /** @enum {string} */
            direction: "arrive" | "depart";
            id: components["schemas"]["GateId"];
            name: string;
        };
        Group: {
            currency: components["schemas"]["Currency"];
            id: components["schemas"]["AccountRef"];
            members: components["schemas"]["GroupMember"][];
            /** @description The one that runs. */
            month: string;
            name: string;
        };
        GroupBill: {
            currency: components["schemas"]["Currency"];
            group: components["schemas"]["AccountRef"];
            members: {
                account: components["schemas"]["AccountRef"];
                name: string;
                stays: {
                    departedAt: components["schemas"]["At"];
                    estate: string;
                    /** Format: uuid */
                    stay: string;
                    totalMinor: components["schemas"]["AmountMinor"];
                }[];
                totalMinor: components["schemas"]["AmountMinor"];
            }[];
            month: string;
            /** @description What else moved the group's money: top-ups positive, fees negative. */
            others: {
                amountMinor: components["schemas"]["AmountMinor"];
                at: components["schemas"]["At"];
                /** Format: uuid */
                id: string;
                kind: string;
                words: string;
            }[];
            /** @description What the members' stays cost together. */
            totalMinor: components["schemas"]["AmountMinor"];
        };
        GroupInvitation: {
            createdAt: components["schemas"]["At"];
            email: string;
            expiresAt: components["schemas"]["At"];
            /** Format: uuid */
            id: string;
            manages: boolean;
            /** @description What the group pays for the member in a month at most; null: whatever it costs. */
            monthlyLimitMinor: components["schemas"]["AmountMinor"] | null;
        };
        GroupInvitationAsked: {
            /**
             * Format: email
             * @description In any case of letters.
             */
            email: string;
            /** @default false */
            manages: boolean;
            /** @description What the group pays for the member in a month at most; null: whatever it costs. */
            monthlyLimitMinor: components["schemas"]["AmountMinor"] | null;
        };
        GroupMember: {
            account: components["schemas"]["AccountRef"];
            joinedAt: components["schemas"]["At"];
            /** @description May invite and dismiss members, and see the group's bills. */
            manages: boolean;
            /** @description What the group pays for the member in a month at most; null: whatever it costs. */
            monthlyLimitMinor: components["schemas"]["AmountMinor"] | null;
            name: string;
            /** @description What the group has paid for the member in `month`. */
            spentMinor: components["schemas"]["AmountMinor"];
        };
        GroupMemberChanges: {
            manages?: boolean;
            /** @description What the group pays for the member in a month at most; null: whatever it costs. */
            monthlyLimitMinor?: components["schemas"]["AmountMinor"] | null;
        };
        GuestAsked: {
            account: components["schemas"]["AccountRef"];
            /**
             * Format: date-time
             * @description Absent: from now on.
             */
            from?: string;
            /**
             * @description So many cars at a time.
             * @default 1
             */
            places: number;
            /** Format: date-time */
            until: string;
        };
        IssuerKey: {
            ed25519: string;
            from: components["schemas"]["At"];
            kid: string;
            until: components["schemas"]["At"];
        };
        /** @description A lane's short name, unique at its gate. */
        LaneId: string;
        /** @description BCP 47. */
        LanguageTag: string;
        LeaseReclaimAsked: {
            reason: string;
            zone: components["schemas"]["ZoneId"];
        };
        /** @description Days and hours by the estate's clocks. `to` is not in it. */
        LocalHours: {
            days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
            from?: string;
            to?: string;
        };
        ManagedGroup: {
            currency: components["schemas"]["Currency"];
            id: components["schemas"]["AccountRef"];
            invitations: components["schemas"]["GroupInvitation"][];
            members: components["schemas"]["GroupMember"][];
            /** @description The one that runs. */
            month: string;
            name: string;
            wallet: components["schemas"]["Wallet"];
        };
        Me: {
            /** Format: uuid */
            account: string;
            blocked: boolean;
            createdAt: components["schemas"]["At"];
            currency: components["schemas"]["Currency"];
            /** @description Null: nobody signs in to it, it has tokens alone. */
            email: string | null;
            estates: components["schemas"]["EstateId"][];
            groupsManaged: string[];
            language: string | null;
            name: string;
            roles: ("driver" | "operator" | "installer")[];
        };
        MeChanges: {
            language?: string | null;
            name?: string;
        };
        MethodSetup: {
            provider: string;
            secret: string;
            setup: string;
        };
        MyBayRight: {
            account: components["schemas"]["AccountRef"];
            createdAt: components["schemas"]["At"];
            estate: components["schemas"]["EstateId"];
            fromAt: components["schemas"]["At"];
            /** @description The owner's right, of a guest's. */
            guestOf: string | null;
            /** @description Whom I invited; ended ones too. */
            guests: components["schemas"]["BayRight"][];
            /** Format: uuid */
            id: string;
            places: number;
            revokedAt: components["schemas"]["At"] | null;
            untilAt: components["schemas"]["At"] | null;
            zone: components["schemas"]["ZoneId"];
        };
        MyCard: {
            card: components["schemas"]["CredentialRef"];
            createdAt: components["schemas"]["At"];
            label: string;
            /** @description It holds a key, so it cannot be copied. */
            proves: boolean;
        };
        MyGroup: {
            currency: components["schemas"]["Currency"];
            /** Format: uuid */
            group: string;
            joinedAt: components["schemas"]["At"];
            manages: boolean;
            month: string;
            /** @description What the group pays for the member in a month at most; null: whatever it costs. */
            monthlyLimitMinor: components["schemas"]["AmountMinor"] | null;
            name: string;
            /** @description What the group has paid for me in `month`. */
            spentMinor: components["schemas"]["AmountMinor"];
        };
        MyGuestAsked: {
            /** @description Whom; the account must have access to the estate. */
            account: components["schemas"]["AccountRef"];
            /**
             * Format: date-time
             * @description Absent: from now on.
             */
            fromAt?: string;
            /**
             * @description So many cars at a time.
             * @default 1
             */
            places: number;
            /** Format: date-time */
            untilAt: string;
        };
        MyInvitation: {
            createdAt: components["schemas"]["At"];
            currency: components["schemas"]["Currency"];
            expiresAt: components["schemas"]["At"];
            /** Format: uuid */
            group: string;
            groupName: string;
            /** Format: uuid */
            id: string;
            manages: boolean;
            /** @description What the group pays for the member in a month at most; null: whatever it costs. */
            monthlyLimitMinor: components["schemas"]["AmountMinor"] | null;
        };
        MySubscriptionAsked: {
            plan: string;
            /**
             * @description Of mine; none: any of them.
             * @default []
             */
            vehicles: string[];
        };
        MyTopUp: {
            /** @description What the provider's library needs, while I have to confirm. */
            action: string | null;
            amountMinor: components["schemas"]["AmountMinor"];
            createdAt: components["schemas"]["At"];
            currency: components["schemas"]["Currency"];
            endedAt: components["schemas"]["At"] | null;
            /** @description Why it failed, by name. */
            failure: string | null;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "top-up" | "auto-top-up" | "refund";
            /** @description This key was used before: nothing was begun now. */
            repeated: boolean;
            /** @enum {string} */
            state: "wanted" | "asked" | "succeeded" | "failed" | "cancelled";
        };
        MyTopUpAsked: {
            /** @description Minor units (cents) of the currency beside it. */
            amountMinor: components["schemas"]["AmountMinor"];
            /** Format: uuid */
            method?: string;
        };
        MyVisitorTicketAsked: {
            estate: components["schemas"]["EstateId"];
            /**
             * Format: date-time
             * @description Absent: from now on.
             */
            fromAt?: string;
            /**
             * @description For whom; printed on it.
             * @default Visitor
             */
            label: string;
            /** @description Printed on it; it opens nothing. */
            plate?: string;
            /**
             * Format: date-time
             * @description A month from now at the latest.
             */
            untilAt: string;
            /** @description Of reserved bays that are mine. */
            zone: components["schemas"]["ZoneId"];
        };
        NewApiKey: {
            createdAt: components["schemas"]["At"];
            /** @description Where; null: everywhere, and what is no estate's alone. */
            estates: components["schemas"]["EstateId"][] | null;
            expiresAt: components["schemas"]["At"] | null;
            id: string;
            label: string;
            scopes: ("estates:read" | "stays:read" | "receipts:read")[];
            token: string;
        };
        NewGate: {
            id: components["schemas"]["GateId"];
            token: string;
        };
        NewToken: {
            createdAt: components["schemas"]["At"];
            expiresAt: components["schemas"]["At"] | null;
            id: string;
            label: string;
            token: string;
        };
        Notices: {
            /** @description By mail, while no browser takes my messages. */
            byMail: boolean;
            kinds: {
                /** @description A favourite has no place, and that it has places again. */
                favouriteFull: boolean;
                lowBalance: boolean;
                stayBegan: boolean;
                /** @description With what it cost. */
                stayEnded: boolean;
            };
            /** @description The balance is low below this. */
            lowBalanceMinor: components["schemas"]["AmountMinor"];
            /** @description When nothing is told, by this zone's clock; null: never. */
            quietHours: components["schemas"]["QuietHours"] | null;
        };
        OfferedPrice: {
            /** @description Occupancy factor in thousandths. */
            factorPermille: number;
            /** @description The price that is announced, and from when it is offered; null: none. */
            next: {
                factorPermille: number;
                from: components["schemas"]["At"];
                words: string;
            } | null;
            tariff: string;
            version: number;
            words: string;
        };
        /** @description For information: gates do not look at it. */
        Opening: {
            now: boolean;
            /** @description When that changes; null: never. */
            until: components["schemas"]["At"] | null;
            words: string;
        };
        OrderAsked: {
            /**
             * @description Without a car on the approach loop.
             * @default false
             */
            forced: boolean;
            /** @constant */
            kind: "open-gate";
            lane: components["schemas"]["LaneId"];
            /** @default 30000 */
            lifeMs: number;
            reason: string;
        } | {
            /** @description The lane closes by itself after this, at the latest after a week. */
            holdMs: number;
            /** @constant */
            kind: "hold-open";
            lane: components["schemas"]["LaneId"];
            /** @default 30000 */
            lifeMs: number;
            reason: string;
        } | {
            /** @constant */
            kind: "close-gate";
            lane: components["schemas"]["LaneId"];
            /** @default 30000 */
            lifeMs: number;
            reason: string;
        };
        OrderSeen: {
            answeredAt: components["schemas"]["At"] | null;
            createdAt: components["schemas"]["At"];
            expiresAt: components["schemas"]["At"];
            /** Format: uuid */
            id: string;
            issuer: string;
            kind: string;
            lane: string | null;
            /** @description done, refused, expired or not-supported; null: no answer yet. */
            outcome: string | null;
            reason: string;
            /** @description The gate's own words. */
            words: string | null;
        };
        Pass: {
            expiresAt: components["schemas"]["At"];
            pass: string;
        };
        Passkey: {
            backedUp: boolean;
            createdAt: components["schemas"]["At"];
            /** Format: uuid */
            id: string;
            name: string | null;
        };
        PasskeyAssertion: {
            /** @enum {string} */
            authenticatorAttachment?: "platform" | "cross-platform";
            /** @default {} */
            clientExtensionResults: {
                [key: string]: unknown;
            };
            id: string;
            rawId: string;
            response: {
                authenticatorData: string;
                clientDataJSON: string;
                signature: string;
                userHandle?: string;
            };
            /** @constant */
            type: "public-key";
        };
        PasskeyRegistration: {
            /** @enum {string} */
            authenticatorAttachment?: "platform" | "cross-platform";
            /** @default {} */
            clientExtensionResults: {
                [key: string]: unknown;
            };
            id: string;
            rawId: string;
            response: {
                attestationObject: string;
                clientDataJSON: string;
                transports?: string[];
            };
            /** @constant */
            type: "public-key";
        };
        Payment: {
            amountMinor: components["schemas"]["AmountMinor"];
            createdAt: components["schemas"]["At"];
            currency: components["schemas"]["Currency"];
            endedAt: components["schemas"]["At"] | null;
            /** @description Why it failed, by name. */
            failure: string | null;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "top-up" | "auto-top-up" | "refund";
            /** @enum {string} */
            state: "wanted" | "asked" | "succeeded" | "failed" | "cancelled";
        };
        /** @description A way to be charged. They are tried in the order of the list. */
        PaymentMethod: {
            createdAt: components["schemas"]["At"];
            /** Format: uuid */
            id: string;
            label: string;
            provider: string;
        };
        PersonalData: {
            /** Format: uuid */
            account: string;
            /** @description Rows by what they are, as they are kept. */
            data: {
                [key: string]: {
                    [key: string]: unknown;
                }[];
            };
            exportedAt: components["schemas"]["At"];
        };
        /** @description Degrees of WGS 84. */
        Position: {
            lat: number;
            lon: number;
        };
        PricedAccount: {
            /** @description the group it is a member of */
            group?: string;
            /** @description loyalty rank */
            rank?: string;
            /** @default [] */
            subscriptions: {
                /** @description ms since 1970-01-01T00:00:00Z by a wall clock */
                fromMs: number;
                id: string;
                /** @description what was subscribed to; a tariff may count some plans only */
                plan?: string;
                /** @default null */
                untilMs: number | null;
                /**
                 * @description when it counts, local days and hours; none: always
                 * @default []
                 */
                windows: {
                    days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                    from?: string;
                    to?: string;
                }[];
            }[];
            vouchers?: ({
                id: string;
                /** @constant */
                kind: "minutes";
                minutes: number;
            } | {
                amountMinor: number;
                id: string;
                /** @constant */
                kind: "amount";
            } | {
                id: string;
                /** @constant */
                kind: "percent";
                percent: number;
            })[];
        };
        PriceMove: {
            at: components["schemas"]["At"];
            /** @description Occupancy factor in thousandths. */
            fromPermille: number;
            id: number;
            /** @description What the controller looked at. */
            inputs: unknown;
            reason: string;
            /** @enum {string} */
            step: "announced" | "moved" | "withdrawn";
            /** @description Occupancy factor in thousandths. */
            toPermille: number;
        };
        PricePolicy: {
            /**
             * @description a move is shown for so long before it applies; 0: it applies at once
             * @default 5
             */
            announcedMinutes: number;
            /**
             * @description the greatest factor; thousandths
             * @default 1500
             */
            ceilingPermille: number;
            /**
             * @description emptier than this: the price goes down; thousandths
             * @default 600
             */
            downBelowPermille: number;
            /**
             * @description the least factor; 1000 is the tariff's own price
             * @default 1000
             */
            floorPermille: number;
            /**
             * @description how much a forecast of the occupancy counts beside the present one; 0: not at all; thousandths. Nothing makes one yet: only the present one counts
             * @default 500
             */
            forecastWeightPermille: number;
            /**
             * @description a move the other way than the last one wants the zone this much beyond the band's edge; thousandths
             * @default 20
             */
            hysteresisPermille: number;
            /**
             * @description from one move to the next, at least
             * @default 15
             */
            minutesBetweenMoves: number;
            /**
             * @description at most so many moves on one local day
             * @default 16
             */
            movesPerDay: number;
            /**
             * @description local days and hours in which the price does not move
             * @default []
             */
            quiet: {
                days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                from?: string;
                to?: string;
            }[];
            /**
             * @description what one move changes the factor by; thousandths
             * @default 100
             */
            stepPermille: number;
            /**
             * @description as full as this or fuller: the price goes up; thousandths
             * @default 800
             */
            upFromPermille: number;
        };
        PricePolicyAsked: {
            /**
             * @description a move is shown for so long before it applies; 0: it applies at once
             * @default 5
             */
            announcedMinutes: number;
            /**
             * @description the greatest factor; thousandths
             * @default 1500
             */
            ceilingPermille: number;
            /**
             * @description emptier than this: the price goes down; thousandths
             * @default 600
             */
            downBelowPermille: number;
            /**
             * @description the least factor; 1000 is the tariff's own price
             * @default 1000
             */
            floorPermille: number;
            /**
             * @description how much a forecast of the occupancy counts beside the present one; 0: not at all; thousandths. Nothing makes one yet: only the present one counts
             * @default 500
             */
            forecastWeightPermille: number;
            /**
             * @description a move the other way than the last one wants the zone this much beyond the band's edge; thousandths
             * @default 20
             */
            hysteresisPermille: number;
            /**
             * @description from one move to the next, at least
             * @default 15
             */
            minutesBetweenMoves: number;
            /**
             * @description at most so many moves on one local day
             * @default 16
             */
            movesPerDay: number;
            /**
             * @description local days and hours in which the price does not move
             * @default []
             */
            quiet: {
                days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                from?: string;
                to?: string;
            }[];
            /**
             * @description what one move changes the factor by; thousandths
             * @default 100
             */
            stepPermille: number;
            /**
             * @description as full as this or fuller: the price goes up; thousandths
             * @default 800
             */
            upFromPermille: number;
        };
        PricingAskedAsked: {
            policy: components["schemas"]["PricePolicyAsked"] | null;
        };
        Problem: {
            code: components["schemas"]["ProblemCode"];
            detail?: string;
            faults?: components["schemas"]["FieldFault"][];
            /** @description The request's id, also in the log. */
            instance?: string;
            status: number;
            title: string;
            type: string;
        };
        /**
         * @description Stable. New ones may be added: treat one that you do not know by its status.
         * @enum {string}
         */
        ProblemCode: "invalid-request" | "malformed-json" | "cursor-invalid" | "tariff-invalid" | "device-key-invalid" | "ticket-times-invalid" | "opening-code-malformed" | "card-uid-invalid" | "plate-invalid" | "right-times-invalid" | "endpoint-refused" | "push-keys-invalid" | "code-refused" | "passkey-refused" | "token-missing" | "token-unknown" | "token-expired" | "role-insufficient" | "origin-refused" | "sign-in-stale" | "route-unknown" | "estate-unknown" | "zone-unknown" | "gate-unknown" | "account-unknown" | "card-unknown" | "vehicle-unknown" | "device-unknown" | "right-unknown" | "ticket-unknown" | "opening-unknown" | "trust-list-unknown" | "card-link-unknown" | "session-unknown" | "staff-unknown" | "token-not-found" | "stay-unknown" | "receipt-unknown" | "tariff-unknown" | "version-unknown" | "draft-unknown" | "payment-method-unknown" | "payment-unknown" | "group-unknown" | "invitation-unknown" | "plan-unknown" | "subscription-unknown" | "voucher-unknown" | "dispute-unknown" | "rank-unknown" | "push-subscription-unknown" | "favourite-unknown" | "exception-unknown" | "method-not-allowed" | "estate-exists" | "zone-exists" | "gate-exists" | "card-taken" | "device-taken" | "devices-too-many" | "tickets-too-many" | "ticket-over" | "cards-too-many" | "opening-code-forged" | "opening-code-expired" | "opening-code-used" | "plate-taken" | "access-missing" | "zone-not-reserved" | "bays-taken" | "right-exists" | "right-ended" | "right-of-guest" | "guests-too-many" | "draft-published" | "effect-in-the-past" | "effect-before-newest" | "version-in-force" | "version-awaited" | "gate-revoked" | "correction-below-zero" | "member-elsewhere" | "group-nested" | "invitations-too-many" | "consent-needed" | "stay-running" | "debt-open" | "payment-running" | "manager-last" | "plan-exists" | "subscription-exists" | "favourites-too-many" | "cover-too-low" | "voucher-used" | "voucher-expired" | "voucher-elsewhere" | "rank-position-taken" | "stay-not-charged" | "stay-open" | "stay-unpriced" | "times-reversed" | "correction-empty" | "dispute-open" | "dispute-ended" | "dispute-raises" | "refund-too-large" | "day-closed" | "day-not-over" | "day-out-of-order" | "books-busy" | "books-unproved" | "email-unchanged" | "currency-mismatch" | "idempotency-key-reused" | "payment-method-missing" | "method-setup-unfinished" | "signature-invalid" | "event-malformed" | "pass-refused" | "body-too-large" | "media-type-unsupported" | "too-many-requests" | "internal" | "provider-unavailable" | "mail-refused" | "mail-unavailable" | "database-unavailable";
        /** @description The push service's address for this browser. */
        PushEndpoint: string;
        PushKey: {
            key: string;
        };
        PushSubscription: {
            createdAt: components["schemas"]["At"];
            endpointOrigin: string;
            /** Format: uuid */
            id: string;
            language: components["schemas"]["LanguageTag"] | null;
        };
        /** @description As `PushSubscription.toJSON()` has it. */
        PushSubscriptionAsked: {
            endpoint: components["schemas"]["PushEndpoint"];
            keys: {
                /** @description Its authentication secret. */
                auth: string;
                /** @description The browser's public key. */
                p256dh: string;
            };
            /** @description What messages to this browser are written in; the account's without it. */
            language?: components["schemas"]["LanguageTag"];
        };
        QuietHours: {
            from: string;
            timeZone: string;
            until: string;
        };
        Quote: {
            currency: components["schemas"]["Currency"];
            /** @description What a stay from `from` on costs by how long it is, for a picture. */
            curve: {
                stepMinutes: number;
                totalsMinor: components["schemas"]["AmountMinor"][];
            };
            from: components["schemas"]["At"];
            lines: components["schemas"]["ReceiptLine"][];
            taxes: {
                netMinor: components["schemas"]["AmountMinor"];
                ratePermille: number;
                taxMinor: components["schemas"]["AmountMinor"];
                words: string;
            }[];
            to: components["schemas"]["At"];
            totalMinor: components["schemas"]["AmountMinor"];
            /** @description What a gate would show. */
            words: string;
        };
        QuoteAsked: {
            account?: components["schemas"]["PricedAccount"];
            /**
             * @default standard
             * @enum {string}
             */
            class: "standard" | "electric" | "truck" | "disabled";
            /** @description As a tariff's: rules, applied from the first to the last. `version` may be left out. */
            content: {
                rules: unknown[];
            } & {
                [key: string]: unknown;
            };
            currency: components["schemas"]["Currency"];
            /** @default 1000 */
            factorPermille: number;
            /** @description As `effectiveAt`; absent: now. */
            from?: string;
            minutes: number;
            /** @default 24 */
            pictureHours: number;
            timeZone: string;
        };
        Rank: {
            creditLimitMinor: components["schemas"]["AmountMinor"];
            id: string;
            name: string;
            /** @description The highest one that is earned counts. */
            position: number;
            rule: {
                days: number;
                noDebt: boolean;
                spentMinor: components["schemas"]["AmountMinor"];
                stays: number;
            };
        };
        RankRuleAsked: {
            /** @description How far back stays count. */
            days: number;
            /**
             * @description Only who owes nothing.
             * @default true
             */
            noDebt: boolean;
            /**
             * @description Paid for them at least.
             * @default 0
             */
            spentMinor: components["schemas"]["AmountMinor"];
            /**
             * @description Paid stays at least.
             * @default 0
             */
            stays: number;
        };
        Receipt: {
            arrivedAt: components["schemas"]["At"];
            currency: components["schemas"]["Currency"];
            departedAt: components["schemas"]["At"];
            estate: string;
            /** @description The gates' facts that began and ended the stay, and what their texts hash to. */
            facts: {
                at: components["schemas"]["At"];
                clock: string;
                hash: string;
                id: string;
                kind: string;
            }[];
            flags: string[];
            lines: components["schemas"]["ReceiptLine"][];
            /** @description Tariff, version and factor as shown at arrival. */
            offer: unknown;
            /** Format: uuid */
            stay: string;
            totalMinor: components["schemas"]["AmountMinor"];
            transaction: string | null;
            zone: string;
        };
        ReceiptLine: {
            amountMinor: components["schemas"]["AmountMinor"];
            from: components["schemas"]["At"];
            quantity: number;
            rule: string;
            to: components["schemas"]["At"];
            words: string;
        };
        ReceiptListed: {
            estate: string;
            /** Format: uuid */
            id: string;
            issuedAt: components["schemas"]["At"];
            /** @enum {string} */
            kind: "receipt" | "credit-note";
            number: number;
            revision: number;
            /** Format: uuid */
            stay: string;
            takesBack: string | null;
            year: number;
        };
        ReclaimedLeases: {
            journals: {
                epoch: string;
                places: number;
            }[];
            /** @description Places that come back. So many cars too many may get in if that box is alive after all. */
            places: number;
        };
        /** @description Carried out by the payment provider; the money has left the wallet. */
        Refund: {
            /** @description The other parts, where no one payment had enough left: none, or all of them. */
            more: {
                ofPayment: string;
                /** Format: uuid */
                refund: string;
            }[];
            ofPayment: string;
            /** Format: uuid */
            refund: string;
            repeated: boolean;
        };
        RuleKind: {
            isOnce: boolean;
            mayCostLess: boolean;
            rule: string;
            /** @description JSON Schema of its parameters. */
            schema: {
                [key: string]: unknown;
            };
            /**
             * @description A tariff lists its rules in this order.
             * @enum {string}
             */
            scope: "time" | "stay" | "tax";
        };
        /** @description Null: nobody is signed in. */
        SessionNow: {
            session: {
                createdAt: components["schemas"]["At"];
                expiresAt: components["schemas"]["At"];
                /** Format: uuid */
                id: string;
            };
            user: {
                email: string;
                /**
                 * Format: uuid
                 * @description Also the account.
                 */
                id: string;
                name: string;
            };
        } | null;
        SignedIn: {
            user: {
                email: string;
                /**
                 * Format: uuid
                 * @description Also the account.
                 */
                id: string;
                name: string;
            };
        };
        /** @description Checked by `cloud verify-receipt`. */
        SignedReceipt: {
            kid: string;
            publicKey: string;
            receipt: {
                [key: string]: unknown;
            };
            signature: string;
        } & {
            [key: string]: unknown;
        };
        /** @description A device on which I am signed in. */
        SignInSession: {
            /** @description From where it signed in. */
            address: string | null;
            createdAt: components["schemas"]["At"];
            /** @description It is the one that asks. */
            current: boolean;
            expiresAt: components["schemas"]["At"];
            /** Format: uuid */
            id: string;
            userAgent: string | null;
        };
        Staff: {
            createdAt: components["schemas"]["At"];
            email: string;
            /** @description Where; null: everywhere, and what is no estate's alone. */
            estates: components["schemas"]["EstateId"][] | null;
            /** Format: uuid */
            id: string;
            invitedBy: string;
            /**
             * @description installer: sets gates up and tries them, and sees no money. operator: everything under /v1/ops.
             * @enum {string}
             */
            role: "operator" | "installer";
        };
        StaffAsked: {
            /**
             * Format: email
             * @description In any case of letters.
             */
            email: string;
            /** @description Where; null: everywhere, and what is no estate's alone. */
            estates: components["schemas"]["EstateId"][] | null;
            /**
             * @description installer: sets gates up and tries them, and sees no money. operator: everything under /v1/ops.
             * @enum {string}
             */
            role: "operator" | "installer";
        };
        Statement: {
            /** @description On the last page up to now: whether the closing is what the wallet says. */
            agrees: boolean | null;
            closing: {
                balanceMinor: components["schemas"]["AmountMinor"];
                debtMinor: components["schemas"]["AmountMinor"];
            };
            items: {
                after: {
                    balanceMinor: components["schemas"]["AmountMinor"];
                    debtMinor: components["schemas"]["AmountMinor"];
                };
                /** @description What it moved of the debt. */
                debtMinor: components["schemas"]["AmountMinor"];
                kind: string;
                occurredAt: components["schemas"]["At"];
                postedAt: components["schemas"]["At"];
                stay: string | null;
                /** Format: uuid */
                transaction: string;
                /** @description What it moved in the wallet. */
                walletMinor: components["schemas"]["AmountMinor"];
                words: string;
            }[];
            /** @description The next page's `cursor`; null on the last one. */
            next: string | null;
            opening: {
                balanceMinor: components["schemas"]["AmountMinor"];
                debtMinor: components["schemas"]["AmountMinor"];
            };
        };
        Stay: {
            account: components["schemas"]["AccountRef"] | null;
            arrivedAt: components["schemas"]["At"] | null;
            cost: {
                currency: components["schemas"]["Currency"];
                /** @description False: what it would be if the car left now. */
                final: boolean;
                lines: components["schemas"]["ReceiptLine"][];
                totalMinor: components["schemas"]["AmountMinor"];
            } | null;
            departedAt: components["schemas"]["At"] | null;
            estate: string;
            flags: string[];
            gateIn: string;
            gateOut: string | null;
            grantedAt: components["schemas"]["At"];
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "granted" | "inside" | "departed" | "abandoned" | "unresolved";
            zone: string;
        };
        StayFile: {
            account: components["schemas"]["AccountRef"] | null;
            arrivedAt: components["schemas"]["At"] | null;
            cost: {
                currency: components["schemas"]["Currency"];
                /** @description False: what it would be if the car left now. */
                final: boolean;
                lines: components["schemas"]["ReceiptLine"][];
                totalMinor: components["schemas"]["AmountMinor"];
            } | null;
            departedAt: components["schemas"]["At"] | null;
            disputes: {
                answer: string | null;
                endedAt: components["schemas"]["At"] | null;
                /** Format: uuid */
                id: string;
                openedAt: components["schemas"]["At"];
                state: string;
                words: string;
            }[];
            estate: components["schemas"]["EstateId"];
            exceptions: {
                at: components["schemas"]["At"];
                id: number;
                kind: string;
                resolvedAt: components["schemas"]["At"] | null;
                words: string;
            }[];
            flags: string[];
            gateIn: string;
            gateOut: string | null;
            grantedAt: components["schemas"]["At"];
            /** Format: uuid */
            id: string;
            revisions: components["schemas"]["StayRevision"][];
            /** @enum {string} */
            state: "granted" | "inside" | "departed" | "abandoned" | "unresolved";
            timeZone: string;
            zone: string;
        };
        StayRevision: {
            arrivedAt: components["schemas"]["At"];
            class: string;
            currency: components["schemas"]["Currency"];
            departedAt: components["schemas"]["At"];
            lines: components["schemas"]["ReceiptLine"][];
            /** @description What was shown at the arrival, and was priced by. */
            offer: {
                factorPermille: number;
                tariff: string;
                version: number;
            } | null;
            payer: components["schemas"]["AccountRef"] | null;
            reason: string | null;
            revision: number;
            taxes: {
                netMinor: components["schemas"]["AmountMinor"];
                ratePermille: number;
                taxMinor: components["schemas"]["AmountMinor"];
                words: string;
            }[];
            totalMinor: components["schemas"]["AmountMinor"];
        };
        Subscription: {
            endedAt: components["schemas"]["At"] | null;
            from: components["schemas"]["At"];
            /** Format: uuid */
            id: string;
            plan: string;
            renews: boolean;
            /** @description Paid until then. */
            until: components["schemas"]["At"];
            /** @description None: any of the account's. */
            vehicles: string[];
        };
        SubscriptionPlan: {
            /** @description None: any. */
            classes: ("standard" | "electric" | "truck" | "disabled")[];
            createdAt: components["schemas"]["At"];
            currency: components["schemas"]["Currency"];
            endedAt: components["schemas"]["At"] | null;
            estate: components["schemas"]["EstateId"];
            id: string;
            name: string;
            /** @enum {string} */
            period: "month" | "year";
            /** @description How many of its vehicles may be inside on it at a time. */
            places: number;
            /** @description For one period, with its tax. */
            priceMinor: components["schemas"]["AmountMinor"];
            /** @description Local days and hours in which it counts; none: always. */
            windows: {
                days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                from?: string;
                to?: string;
            }[];
            /** @description None: all the estate's. */
            zones: components["schemas"]["ZoneId"][];
        };
        TariffAsked: {
            /** @description Rules, applied from the first to the last. */
            content: {
                rules: unknown[];
            } & {
                [key: string]: unknown;
            };
            currency: components["schemas"]["Currency"];
            id: string;
        };
        TariffCheck: {
            /** @description As it was sent, or as the text says; null: the text cannot be read. */
            content: unknown;
            faults: {
                message: string;
                path: (string | number)[];
            }[];
            /** @description It as YAML. */
            text: string;
            /** @description What a gate would show; null: it cannot be priced. */
            words: string | null;
        };
        /** @description `text`: YAML or JSON, instead of `content`. */
        TariffCheckAsked: {
            content?: unknown;
            currency: components["schemas"]["Currency"];
            text?: string;
        };
        TariffDraft: {
            /** @description Who changed it last. */
            author: string;
            changedAt: components["schemas"]["At"];
            content: unknown;
            createdAt: components["schemas"]["At"];
            currency: components["schemas"]["Currency"];
            /** Format: uuid */
            id: string;
            /** @description The version that it became, also of one that was withdrawn since; null: it is open. */
            publishedVersion: number | null;
            tariff: string;
            /** @description What it is to change, for who looks at it next. */
            words: string;
        };
        TariffDraftAsked: {
            /** @description As a tariff's: rules, applied from the first to the last. `version` may be left out. */
            content: {
                rules: unknown[];
            } & {
                [key: string]: unknown;
            };
            currency: components["schemas"]["Currency"];
            tariff: string;
            /** @default  */
            words: string;
        };
        TariffDraftChanges: {
            /** @description As a tariff's: rules, applied from the first to the last. `version` may be left out. */
            content?: {
                rules: unknown[];
            } & {
                [key: string]: unknown;
            };
            words?: string;
        };
        TariffPublication: {
            /** @description From when arrivals are offered it: ISO 8601; without an offset by the time zone's clocks. */
            effectiveAt?: string;
            /** @default UTC */
            timeZone: string;
        };
        TariffTrial: {
            afterMinor: components["schemas"]["AmountMinor"];
            beforeMinor: components["schemas"]["AmountMinor"];
            cheaper: number;
            currency: components["schemas"]["Currency"];
            dearer: number;
            /** @description False: there are more stays than are tried at once. */
            isWhole: boolean;
            mostChanged: {
                afterMinor: components["schemas"]["AmountMinor"];
                arrivedAt: components["schemas"]["At"];
                beforeMinor: components["schemas"]["AmountMinor"];
                departedAt: components["schemas"]["At"];
                /** Format: uuid */
                stay: string;
            }[];
            since: components["schemas"]["At"];
            stays: number;
            until: components["schemas"]["At"];
            words: string;
        };
        TariffTrialAsked: {
            /** @default 30 */
            days: number;
            estate: components["schemas"]["EstateId"];
            /** @description Its stays, whatever tariff priced them. Absent: the estate's stays that the draft's tariff priced, of which a new one has none. */
            zone?: components["schemas"]["ZoneId"];
        };
        TariffVersion: {
            content: unknown;
            currency: components["schemas"]["Currency"];
            effectiveAt: components["schemas"]["At"];
            id: string;
            version: number;
        };
        /** @description A token, without the token itself. */
        Token: {
            createdAt: components["schemas"]["At"];
            expiresAt: components["schemas"]["At"] | null;
            id: string;
            label: string;
        };
        TopUpAsked: {
            /** @description Minor units (cents) of the currency beside it. */
            amountMinor: components["schemas"]["AmountMinor"];
            currency: components["schemas"]["Currency"];
            words: string;
        };
        TrustList: {
            issuedAt: components["schemas"]["At"];
            keys: components["schemas"]["IssuerKey"][];
            /** @description The signed list of docs/credentials.md, base64url: the only thing to go by. */
            list: string;
            /** @description The root's raw Ed25519 public key, base64url. Pin it, do not ask for it. */
            root: string;
            version: number;
        };
        Vehicle: {
            /** @enum {string} */
            class: "standard" | "electric" | "truck" | "disabled";
            createdAt: components["schemas"]["At"];
            /** @description From then on nothing that stands for it lets anybody in. */
            endedAt: components["schemas"]["At"] | null;
            /** Format: uuid */
            id: string;
            label: string;
            /** @description As its owner writes it; null: known to no gate by a plate. */
            plate: string | null;
        };
        VehicleAsked: {
            /**
             * @default standard
             * @enum {string}
             */
            class: "standard" | "electric" | "truck" | "disabled";
            label: string;
            /**
             * @description However it is written: case and separators do not count.
             * @default null
             */
            plate: string | null;
        };
        VehicleChanges: {
            /** @enum {string} */
            class?: "standard" | "electric" | "truck" | "disabled";
            label?: string;
        };
        VisitorTicket: {
            createdAt: components["schemas"]["At"];
            estate: components["schemas"]["EstateId"];
            fromAt: components["schemas"]["At"];
            /** @description Who pays. */
            host: components["schemas"]["AccountRef"];
            /** Format: uuid */
            id: string;
            label: string;
            plate: string | null;
            /** @enum {string} */
            state: "unused" | "used" | "expired" | "taken-back";
            untilAt: components["schemas"]["At"];
            usedAt: components["schemas"]["At"] | null;
            zone: components["schemas"]["ZoneId"] | null;
        };
        VisitorTicketAsked: {
            /**
             * Format: date-time
             * @description Absent: from now on.
             */
            fromAt?: string;
            /** @description Who pays; must have access to the estate. */
            host: components["schemas"]["AccountRef"];
            /**
             * @description For whom; printed on it.
             * @default Visitor
             */
            label: string;
            /** @description Printed on it; it opens nothing. */
            plate?: string;
            /**
             * Format: date-time
             * @description A month from now at the latest.
             */
            untilAt: string;
            /** @description Of reserved bays that are the host's; absent: where everybody may park. */
            zone?: components["schemas"]["ZoneId"];
        };
        /** @description A voucher, without its code. */
        Voucher: {
            /** @description Who has redeemed it. */
            account: components["schemas"]["AccountRef"] | null;
            /** @description Its sponsor was billed. */
            billed: boolean;
            estate: components["schemas"]["EstateId"];
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "minutes" | "amount" | "percent";
            redeemedAt: components["schemas"]["At"] | null;
            /** @description Who pays for what it is worth; null: the estate takes less. */
            sponsor: components["schemas"]["AccountRef"] | null;
            /** @description The stay that used it. */
            stay: string | null;
            /** @description What it took off. */
            usedMinor: components["schemas"]["AmountMinor"] | null;
            validFrom: components["schemas"]["At"];
            validUntil: components["schemas"]["At"];
            /** @description Minutes, minor units, or percent. */
            value: number;
            words: string;
        };
        VoucherCodeAsked: {
            code: string;
            /** @description Where it is to be used; absent: wherever the account may park. */
            estate?: components["schemas"]["EstateId"];
        };
        VouchersAsked: {
            count: number;
            /** @enum {string} */
            kind: "minutes" | "amount" | "percent";
            /** @description The account that is billed for what they take off; null: the estate takes less. Named by who works for every estate. */
            sponsor: components["schemas"]["AccountRef"] | null;
            /** Format: date-time */
            validFrom: string;
            /** Format: date-time */
            validUntil: string;
            value: number;
            words: string;
        };
        Wallet: {
            /** @description What may still be spent, on credit too. */
            availableMinor: components["schemas"]["AmountMinor"];
            balanceMinor: components["schemas"]["AmountMinor"];
            /** @description How far below zero it may go. */
            creditMinor: components["schemas"]["AmountMinor"];
            currency: components["schemas"]["Currency"];
            debtMinor: components["schemas"]["AmountMinor"];
            /** @description Held for open stays. */
            heldMinor: components["schemas"]["AmountMinor"];
        };
        ZoneAsked: {
            capacity: number;
            /** @enum {string} */
            class: "standard" | "electric" | "truck" | "disabled" | "reserved";
            id: components["schemas"]["ZoneId"];
            minimumCoverMinor: components["schemas"]["AmountMinor"];
            name: string;
            tariff: string;
        };
        ZoneChanges: {
            capacity?: number;
            /** @enum {string} */
            class?: "standard" | "electric" | "truck" | "disabled" | "reserved";
            minimumCoverMinor?: components["schemas"]["AmountMinor"];
            name?: string;
            tariff?: string;
        };
        ZoneCounts: {
            /** @description Places that the books said too many a thousand passages; null: nobody has counted. */
            driftPerThousand: number | null;
            items: {
                actor: string;
                at: components["schemas"]["At"];
                before: number;
                reason: string;
                saw: number;
            }[];
            /** @description Cars in and out since somebody counted. */
            passagesSince: number;
            /** @description The count is right to so many places in 95 of 100 cases. */
            plusMinus: number;
        };
        /** @description A zone's short name, unique in its estate. */
        ZoneId: string;
        ZoneOps: {
            capacity: number;
            /** @enum {string} */
            class: "standard" | "electric" | "truck" | "disabled" | "reserved";
            free: number;
            id: components["schemas"]["ZoneId"];
            inUse: number;
            minimumCoverMinor: components["schemas"]["AmountMinor"];
            name: string;
            /** @description With every link down, so many cars more than places may be let in: the estate's overdraw. */
            oversoldAtWorst: number;
            passing: number;
            /** @description What the next car is offered; null: no tariff is in force. */
            price: components["schemas"]["OfferedPrice"] | null;
            tariff: string;
        };
        ZonePlaces: {
            capacity: number;
            /** @enum {string} */
            class: "standard" | "electric" | "truck" | "disabled" | "reserved";
            free: number;
            id: components["schemas"]["ZoneId"];
            name: string;
            /** @description What the next car is offered; null: no tariff is in force. */
            price: components["schemas"]["OfferedPrice"] | null;
        };
        ZonePricing: {
            announced: {
                at: components["schemas"]["At"];
                /** @description Occupancy factor in thousandths. */
                toPermille: number;
            } | null;
            capacity: number;
            /** @description Occupancy factor in thousandths. */
            factorPermille: number;
            inUse: number;
            /** @description The zone has no policy of its own. */
            isDefault: boolean;
            /** @description Null: what is stored cannot be read; the price stands still. */
            policy: components["schemas"]["PricePolicy"] | null;
            since: components["schemas"]["At"] | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    postAuthEmailOtpChangeEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailChange"];
            };
        };
        responses: {
            /** @description It is changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `code-refused`: The code is wrong, was used, or has expired. `invalid-request`: The request does not have the expected form. `malformed-json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `email-unchanged`: This is the address already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: This was tried too often. Try again after `Retry-After` seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthEmailOtpRequestEmailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailChangeAsked"];
            };
        };
        responses: {
            /** @description It is on its way. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `mail-refused`: No mail can be sent to this address. `invalid-request`: The request does not have the expected form. `malformed-json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `email-unchanged`: This is the address already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: This was tried too often. Try again after `Retry-After` seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `mail-unavailable`: No mail can be sent at the moment. Try again shortly. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthEmailOtpSendVerificationOtp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeAsked"];
            };
        };
        responses: {
            /** @description It is on its way. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `mail-refused`: No mail can be sent to this address. `invalid-request`: The request does not have the expected form. `malformed-json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: This was tried too often. Try again after `Retry-After` seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `mail-unavailable`: No mail can be sent at the moment. Try again shortly. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuthGetSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionNow"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthPasskeyDeletePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    id: string;
                };
            };
        };
        responses: {
            /** @description It signs nobody in any more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `passkey-refused`: The passkey does not prove who it is of. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuthPasskeyGenerateAuthenticateOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the device needs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        challenge: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: This was tried too often. Try again after `Retry-After` seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuthPasskeyGenerateRegisterOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the device needs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        challenge: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `sign-in-stale`: This needs a sign-in of the last hour. Sign in again. `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuthPasskeyListUserPasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description My passkeys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Passkey"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthPasskeyVerifyAuthentication: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    response: components["schemas"]["PasskeyAssertion"];
                };
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description `passkey-refused`: The passkey does not prove who it is of. `invalid-request`: The request does not have the expected form. `malformed-json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: This was tried too often. Try again after `Retry-After` seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthPasskeyVerifyRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    response: components["schemas"]["PasskeyRegistration"];
                };
            };
        };
        responses: {
            /** @description The passkey. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passkey"];
                };
            };
            /** @description `passkey-refused`: The passkey does not prove who it is of. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `sign-in-stale`: This needs a sign-in of the last hour. Sign in again. `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthSignInEmailOtp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeSignIn"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description `code-refused`: The code is wrong, was used, or has expired. `invalid-request`: The request does not have the expected form. `malformed-json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: This was tried too often. Try again after `Retry-After` seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAuthSignOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody is signed in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEstates: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
                /** @description Where the driver is: latitude, comma, longitude. */
                near?: string;
                /** @description Only those so near, kilometres. Needs `near`. */
                within?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EstatePlaces"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. `cursor-invalid`: The cursor was not made by this API. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEstatesByEstate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The estate. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EstatePlaces"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEstatesLive: {
        parameters: {
            query?: {
                /** @description Only this one. */
                estate?: components["schemas"]["EstateId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGroupsByGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                group: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManagedGroup"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `group-unknown`: No such group. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGroupsByGroupBillsByMonth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                group: components["schemas"]["AccountRef"];
                month: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bill. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupBill"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `group-unknown`: No such group. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postGroupsByGroupInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                group: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupInvitationAsked"];
            };
        };
        responses: {
            /** @description It is on its way by mail. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupInvitation"];
                };
            };
            /** @description `mail-refused`: No mail can be sent to this address. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `group-unknown`: No such group. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invitations-too-many`: The group has as many open invitations as it may. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: This was tried too often. Try again after `Retry-After` seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `mail-unavailable`: No mail can be sent at the moment. Try again shortly. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteGroupsByGroupInvitationsByInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                group: components["schemas"]["AccountRef"];
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `group-unknown`: No such group. `invitation-unknown`: No such open invitation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteGroupsByGroupMembersByAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
                /** @description Pseudonymous reference to an account. */
                group: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group after it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `group-unknown`: No such group. `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `manager-last`: The group's other members would have nobody who manages it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchGroupsByGroupMembersByAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
                /** @description Pseudonymous reference to an account. */
                group: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupMemberChanges"];
            };
        };
        responses: {
            /** @description The group after it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `group-unknown`: No such group. `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `manager-last`: The group's other members would have nobody who manages it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description My account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeChanges"];
            };
        };
        responses: {
            /** @description My account after it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putMeAutoTopUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    autoTopUp: {
                        /** @description As many times this as are needed to be at `belowMinor` again, in one payment. */
                        amountMinor: components["schemas"]["AmountMinor"];
                        /** @description Minor units (cents) of the currency beside it. */
                        belowMinor: components["schemas"]["AmountMinor"];
                    } | null;
                };
            };
        };
        responses: {
            /** @description It is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payment-method-missing`: This account has no payment method. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeCardLinks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CardLinkAsked"];
            };
        };
        responses: {
            /** @description The gate waits. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardLinkOrdered"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `gate-unknown`: No such gate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `gate-revoked`: This gate is revoked. `access-missing`: The account has no access to this estate. `cards-too-many`: The account has as many cards as it may have. Switch one off first. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeCardLinksByLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardLink"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `card-link-unknown`: This account asked for no such link of a card. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeCards: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["MyCard"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMeCardsByCard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which credential, without the credential: keyed hash of a card's UID or of a plate, random id of a pass, beginning of a phone's public key. */
                card: components["schemas"]["CredentialRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Switched off. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `card-unknown`: No such card. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeConsents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All there are. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Consent"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putMeConsentsByKind: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description terms: nobody parks without them. habits: it may be learnt when I usually come. marketing: offers may be sent to me. */
                kind: components["schemas"]["ConsentKind"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    given: boolean;
                };
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consent"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `consent-needed`: Without this there is no account. It ends with the account's deletion. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeData: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalData"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeDeletion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    confirm: true;
                };
            };
        };
        responses: {
            /** @description It is deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletion"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `stay-running`: The account's car, or a visitor's, is inside. It has to leave first. `debt-open`: The account owes money. Pay it first. `payment-running`: A payment has not come to its end. Try again shortly. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeDevices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Device"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeDevices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceAsked"];
            };
        };
        responses: {
            /** @description Its certificate. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. `device-key-invalid`: A device's key is a point on P-256, 65 bytes in base64url. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `pass-refused`: No pass can be issued now. `device-taken`: This key belongs to another device, or to one that was given up. `devices-too-many`: The account has as many devices as it may have. Give one up first. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMeDevicesByDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Given up. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `device-unknown`: No such device of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeDevicesByDeviceCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its certificate. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. `device-unknown`: No such device of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `pass-refused`: No pass can be issued now. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeDisputes: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Dispute"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. `cursor-invalid`: The cursor was not made by this API. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeFavourites: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Favourite"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putMeFavouritesByEstate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Favourite"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `favourites-too-many`: The account has as many favourites as it may. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMeFavouritesByEstate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `favourite-unknown`: This estate is no favourite of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeGateOpenings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GateOpeningAsked"];
            };
        };
        responses: {
            /** @description The gate is asked. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GateOpeningOrdered"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. `opening-code-malformed`: This is no code of a gate's screen. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `opening-code-forged`: No gate of this house made this code. `opening-code-expired`: The code is not on the gate's screen any more. Scan the one that is. `opening-code-used`: This code was used. Scan the next one. `access-missing`: The account has no access to this estate. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeGateOpeningsByOpening: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                opening: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GateOpening"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `opening-unknown`: This account asked for no such opening. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeGroups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One, or none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["MyGroup"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMeGroupsByGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                group: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description I am no member. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `group-unknown`: No such group. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `manager-last`: The group's other members would have nobody who manages it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["MyInvitation"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeInvitationsByInvitationAccept: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description I am a member. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invitation-unknown`: No such open invitation. `account-unknown`: No such account. `group-unknown`: No such group. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `member-elsewhere`: This account is a member of another group. `group-nested`: A group cannot be a member. `currency-mismatch`: The currencies differ. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeInvitationsByInvitationDecline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invitation-unknown`: No such open invitation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeNotices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description My wishes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notices"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putMeNotices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Notices"];
            };
        };
        responses: {
            /** @description My wishes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notices"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMePasses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    estate?: components["schemas"]["EstateId"];
                    /** @description Seconds that the pass shall live. */
                    lifeS?: number;
                };
            };
        };
        responses: {
            /** @description The pass. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pass"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. `malformed-json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `pass-refused`: No pass can be issued now. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMePaymentMethods: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PaymentMethod"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMePaymentMethods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    setup: string;
                };
            };
        };
        responses: {
            /** @description The method. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentMethod"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `method-setup-unfinished`: The provider does not know of a finished set-up of this account. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider-unavailable`: The payment provider does not answer. Try again shortly. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMePaymentMethodsByMethod: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                method: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payment-method-unknown`: No such payment method of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putMePaymentMethodsOrder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    methods: string[];
                };
            };
        };
        responses: {
            /** @description My methods. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PaymentMethod"][];
                    };
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payment-method-unknown`: No such payment method of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMePaymentMethodsSetups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the app needs to finish it with the provider. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MethodSetup"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider-unavailable`: The payment provider does not answer. Try again shortly. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMePayments: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Payment"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMePushSubscriptions: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PushSubscription"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putMePushSubscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushSubscriptionAsked"];
            };
        };
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushSubscription"];
                };
            };
            /** @description `endpoint-refused`: A push subscription's endpoint is an https address on the internet. `push-keys-invalid`: The keys are not those of a push subscription. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMePushSubscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    endpoint: components["schemas"]["PushEndpoint"];
                };
            };
        };
        responses: {
            /** @description It does not. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `push-subscription-unknown`: No such push subscription of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMePushSubscriptionsBySubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does not. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `push-subscription-unknown`: No such push subscription of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeReceipts: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ReceiptListed"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. `cursor-invalid`: The cursor was not made by this API. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeReceiptsByReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                receipt: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedReceipt"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `receipt-unknown`: This stay has no receipt yet. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeReceiptsByReceiptPdf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                receipt: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With the signed file attached. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `receipt-unknown`: This stay has no receipt yet. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeRights: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["MyBayRight"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeRightsByRightGuests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                right: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyGuestAsked"];
            };
        };
        responses: {
            /** @description The guest's right. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BayRight"];
                };
            };
            /** @description `right-times-invalid`: A right ends after it begins and after now; a guest's within its owner's. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `right-unknown`: No such right to a bay. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `access-missing`: The account has no access to this estate. `right-ended`: The owner's right has ended. `right-of-guest`: A guest does not invite guests. `right-exists`: The account has a right to these bays for that time. `guests-too-many`: The owner has no such number of places left for guests at that time. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMeRightsByRightGuestsByGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guest: string;
                right: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guest's right. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BayRight"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `right-unknown`: No such right to a bay. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description My sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SignInSession"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMeSessionsBySession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is signed out. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `session-unknown`: No such session of this person. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeStatement: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description Posted at or after; absent: from the beginning. */
                from?: string;
                limit?: number;
                /** @description Posted before; absent: up to now. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. `cursor-invalid`: The cursor was not made by this API. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeStays: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Stay"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. `cursor-invalid`: The cursor was not made by this API. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeStaysByStay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                stay: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stay. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stay"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `stay-unknown`: No such stay. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeStaysByStayDisputes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                stay: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    words: string;
                };
            };
        };
        responses: {
            /** @description The dispute. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. `malformed-json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `stay-unknown`: No such stay. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `stay-not-charged`: Nobody was charged for this stay. `dispute-open`: This stay has a dispute that is not ended. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeStaysByStayReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                stay: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipt. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `stay-unknown`: No such stay. `receipt-unknown`: This stay has no receipt yet. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeSubscriptions: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Subscription"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeSubscriptions: {
        parameters: {
            query?: never;
            header: {
                /** @description Of the caller's own making, a UUID say. The same key with the same request moves money once, whatever happens on the way. */
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MySubscriptionAsked"];
            };
        };
        responses: {
            /** @description The subscription. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. `plan-unknown`: No such subscription plan is on offer. `vehicle-unknown`: No such vehicle of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `currency-mismatch`: The currencies differ. `cover-too-low`: The account has not so much money, not even on credit. `idempotency-key-reused`: This idempotency key was used for another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeSubscriptionsBySubscriptionCancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription-unknown`: No such subscription of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeTopUps: {
        parameters: {
            query?: never;
            header: {
                /** @description Of the caller's own making, a UUID say. The same key with the same request moves money once, whatever happens on the way. */
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyTopUpAsked"];
            };
        };
        responses: {
            /** @description How it stands. `asked`: it goes on by itself; look again. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyTopUp"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. `payment-method-unknown`: No such payment method of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payment-method-missing`: This account has no payment method. `idempotency-key-reused`: This idempotency key was used for another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeVehicles: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Vehicle"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeVehicles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VehicleAsked"];
            };
        };
        responses: {
            /** @description The vehicle. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vehicle"];
                };
            };
            /** @description `plate-invalid`: A number plate has 2 to 12 letters and digits. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plate-taken`: This plate is another vehicle's. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMeVehiclesByVehicle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                vehicle: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The vehicle. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vehicle"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `vehicle-unknown`: No such vehicle of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchMeVehiclesByVehicle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                vehicle: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VehicleChanges"];
            };
        };
        responses: {
            /** @description The vehicle. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vehicle"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `vehicle-unknown`: No such vehicle of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeVisitorTickets: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["VisitorTicket"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeVisitorTickets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyVisitorTicketAsked"];
            };
        };
        responses: {
            /** @description The ticket. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitorTicket"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. `ticket-times-invalid`: A ticket ends after it begins and after now, and within a month. `right-times-invalid`: A right ends after it begins and after now; a guest's within its owner's. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. `right-unknown`: No such right to a bay. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `access-missing`: The account has no access to this estate. `tickets-too-many`: The host has as many tickets out as it may have. Take one back first. `right-ended`: The owner's right has ended. `right-of-guest`: A guest does not invite guests. `right-exists`: The account has a right to these bays for that time. `guests-too-many`: The owner has no such number of places left for guests at that time. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMeVisitorTicketsByTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken back. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ticket-unknown`: No such ticket. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeVisitorTicketsByTicketPdf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page to print. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ticket-unknown`: No such ticket. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ticket-over`: This ticket can be used no more. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeVouchers: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Voucher"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMeVouchers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoucherCodeAsked"];
            };
        };
        responses: {
            /** @description The voucher. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Voucher"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. `voucher-unknown`: No voucher has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `voucher-used`: This voucher has been redeemed. `voucher-expired`: This voucher is past its time. `voucher-elsewhere`: This voucher is for an estate where the account does not park. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeWallet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description My wallet. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wallet"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsAccounts: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AccountBrief"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currency: components["schemas"]["Currency"];
                    name: string;
                };
            };
        };
        responses: {
            /** @description The account. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsAccountsByAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsAccountsByAccountAccess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    estate: components["schemas"]["EstateId"];
                };
            };
        };
        responses: {
            /** @description The account after it. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `currency-mismatch`: The currencies differ. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOpsAccountsByAccountAccessByEstate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account after it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOpsAccountsByAccountBlock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    blocked: boolean;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The account after it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsAccountsByAccountCards: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CardAsked"];
            };
        };
        responses: {
            /** @description The card. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Card"];
                };
            };
            /** @description `card-uid-invalid`: A card's UID has 4, 7 or 10 bytes. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `card-taken`: This card belongs to an account already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsAccountsByAccountPaymentMethods: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The methods. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            createdAt: components["schemas"]["At"];
                            /** Format: uuid */
                            id: string;
                            label: string;
                            provider: string;
                        }[];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsAccountsByAccountPayments: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            amountMinor: components["schemas"]["AmountMinor"];
                            createdAt: components["schemas"]["At"];
                            currency: components["schemas"]["Currency"];
                            endedAt: components["schemas"]["At"] | null;
                            failure: string | null;
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            state: string;
                        }[];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsAccountsByAccountRefunds: {
        parameters: {
            query?: never;
            header: {
                /** @description Of the caller's own making, a UUID say. The same key with the same request moves money once, whatever happens on the way. */
                "idempotency-key": string;
            };
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amountMinor: components["schemas"]["AmountMinor"];
                    /** Format: uuid */
                    payment?: string;
                    words: string;
                };
            };
        };
        responses: {
            /** @description The refund. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. `payment-unknown`: No such payment of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `refund-too-large`: There is not so much to give back. `idempotency-key-reused`: This idempotency key was used for another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsAccountsByAccountRights: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["BayRight"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsAccountsByAccountStatement: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description Posted at or after; absent: from the beginning. */
                from?: string;
                limit?: number;
                /** @description Posted before; absent: up to now. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page: opening + items = closing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsAccountsByAccountStays: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Stay"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsAccountsByAccountSubscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Subscription"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOpsAccountsByAccountSubscriptionsBySubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
                subscription: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    plan: string;
                    /** @default [] */
                    vehicles?: string[];
                };
            };
        };
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. `plan-unknown`: No such subscription plan is on offer. `vehicle-unknown`: No such vehicle of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `currency-mismatch`: The currencies differ. `cover-too-low`: The account has not so much money, not even on credit. `subscription-exists`: This id was used for another subscription. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsAccountsByAccountSubscriptionsBySubscriptionCancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription-unknown`: No such subscription of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsAccountsByAccountTerms: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The terms. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreedTerms"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchOpsAccountsByAccountTerms: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Null: nothing is fetched any more. */
                    autoTopUp?: {
                        /** @description As many times this as are needed to be at `belowMinor` again, in one payment. */
                        amountMinor: components["schemas"]["AmountMinor"];
                        /** @description Minor units (cents) of the currency beside it. */
                        belowMinor: components["schemas"]["AmountMinor"];
                    } | null;
                    /** @description How far below zero it may go; null: as its rank says. */
                    creditLimitMinor?: components["schemas"]["AmountMinor"] | null;
                };
            };
        };
        responses: {
            /** @description It is changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsAccountsByAccountTokens: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Token"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsAccountsByAccountTokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    expiresAt?: string;
                    label: string;
                };
            };
        };
        responses: {
            /** @description The token. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOpsAccountsByAccountTokensByToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-not-found`: No such token. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsAccountsByAccountTopUps: {
        parameters: {
            query?: never;
            header: {
                /** @description Of the caller's own making, a UUID say. The same key with the same request moves money once, whatever happens on the way. */
                "idempotency-key": string;
            };
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TopUpAsked"];
            };
        };
        responses: {
            /** @description The wallet after it. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description This key was posted before: nothing was done now. */
                        repeated: boolean;
                        transaction: string;
                        wallet: components["schemas"]["Wallet"];
                    };
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `currency-mismatch`: The currencies differ. `idempotency-key-reused`: This idempotency key was used for another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsAccountsByAccountVehicles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The vehicles. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Vehicle"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsAccountsByAccountVehicles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VehicleAsked"];
            };
        };
        responses: {
            /** @description The vehicle. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vehicle"];
                };
            };
            /** @description `plate-invalid`: A number plate has 2 to 12 letters and digits. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plate-taken`: This plate is another vehicle's. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsAccountsByAccountVouchers: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Voucher"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsAccountsByAccountVouchers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoucherCodeAsked"];
            };
        };
        responses: {
            /** @description The voucher. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Voucher"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. `voucher-unknown`: No voucher has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `voucher-used`: This voucher has been redeemed. `voucher-expired`: This voucher is past its time. `voucher-elsewhere`: This voucher is for an estate where the account does not park. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsApiKeys: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiKey"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyAsked"];
            };
        };
        responses: {
            /** @description The key. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOpsApiKeysByKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-not-found`: No such token. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsCardsByCardRevoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which credential, without the credential: keyed hash of a card's UID or of a plate, random id of a pass, beginning of a phone's public key. */
                card: components["schemas"]["CredentialRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The card. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Card"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `card-unknown`: No such card. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOpsCardsByCardVehicle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which credential, without the credential: keyed hash of a card's UID or of a plate, random id of a pass, beginning of a phone's public key. */
                card: components["schemas"]["CredentialRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    vehicle: string | null;
                };
            };
        };
        responses: {
            /** @description The card's vehicle. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        card: components["schemas"]["CredentialRef"];
                        vehicle: string | null;
                    };
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `card-unknown`: No such card. `vehicle-unknown`: No such vehicle of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsDisputes: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
                open?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Dispute"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsDisputesByDisputeAccept: {
        parameters: {
            query?: never;
            header: {
                /** @description Of the caller's own making, a UUID say. The same key with the same request moves money once, whatever happens on the way. */
                "idempotency-key": string;
            };
            path: {
                dispute: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    answer: string;
                    correction: components["schemas"]["CorrectionAsked"];
                    /**
                     * @default wallet
                     * @enum {string}
                     */
                    to?: "wallet" | "card";
                };
            };
        };
        responses: {
            /** @description What came of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        corrected: {
                            account: components["schemas"]["AccountRef"] | null;
                            beforeMinor: components["schemas"]["AmountMinor"];
                            currency: string;
                            payer: components["schemas"]["AccountRef"];
                            revision: number;
                            /** Format: uuid */
                            stay: string;
                            totalMinor: components["schemas"]["AmountMinor"];
                        };
                        refund: components["schemas"]["Refund"] | null;
                        /** @description This key was used before: nothing was done now. */
                        repeated: boolean;
                    };
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dispute-unknown`: No such dispute. `account-unknown`: No such account. `payment-unknown`: No such payment of this account. `stay-unknown`: No such stay. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dispute-ended`: This dispute has ended. `dispute-raises`: A dispute never makes a stay dearer. `refund-too-large`: There is not so much to give back. `idempotency-key-reused`: This idempotency key was used for another request. `stay-not-charged`: Nobody was charged for this stay. `stay-open`: The stay is open again: its price is made when the car leaves. `stay-unpriced`: No tariff can price these times. `times-reversed`: The stay would end before it begins. `correction-empty`: The stay says this already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsDisputesByDisputeRefuse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dispute: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    answer: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dispute-unknown`: No such dispute. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dispute-ended`: This dispute has ended. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All estates. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EstateOps"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsEstates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EstateAsked"];
            };
        };
        responses: {
            /** @description The new estate. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EstateOps"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-exists`: An estate of this name exists. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstatesByEstate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The estate. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EstateOps"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchOpsEstatesByEstate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EstateChanges"];
            };
        };
        responses: {
            /** @description The estate after it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EstateOps"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstatesByEstateBooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The day so far, and what is wrong with it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        faults: {
                            fault: string;
                            words: string;
                        }[];
                        proof: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstatesByEstateCloses: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, with their proofs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DailyClose"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsEstatesByEstateCloses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date
                     * @description A local date of the estate.
                     */
                    day: string;
                };
            };
        };
        responses: {
            /** @description The proof. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date
                         * @description A local date of the estate.
                         */
                        day: string;
                        hash: string;
                        proof: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `day-closed`: This day is closed. `day-not-over`: This day is not over. `day-out-of-order`: Days are closed one after the other. `books-busy`: Somebody is still writing into that day. Try again shortly. `books-unproved`: The books of this day do not balance; nothing was closed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstatesByEstateDecisions: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DecisionView"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstatesByEstateGates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The gates. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Gate"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstatesByEstatePlans: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SubscriptionPlan"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsEstatesByEstatePlans: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description None: any. */
                    classes: ("standard" | "electric" | "truck" | "disabled")[];
                    id: string;
                    name: string;
                    /** @enum {string} */
                    period: "month" | "year";
                    /** @description How many of its vehicles may be inside on it at a time. */
                    places: number;
                    /** @description For one period, with its tax. */
                    priceMinor: components["schemas"]["AmountMinor"];
                    /** @description Local days and hours in which it counts; none: always. */
                    windows: {
                        days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                        from?: string;
                        to?: string;
                    }[];
                    /** @description None: all the estate's. */
                    zones: components["schemas"]["ZoneId"][];
                };
            };
        };
        responses: {
            /** @description The plan. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionPlan"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. `zone-unknown`: No such zone in this estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plan-exists`: A plan of this name exists in the house. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstatesByEstateSessions: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
                state?: "granted" | "inside" | "departed" | "abandoned" | "unresolved";
            };
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Stay"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstatesByEstateVisitorTickets: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["VisitorTicket"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsEstatesByEstateVisitorTickets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitorTicketAsked"];
            };
        };
        responses: {
            /** @description The ticket. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitorTicket"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. `ticket-times-invalid`: A ticket ends after it begins and after now, and within a month. `right-times-invalid`: A right ends after it begins and after now; a guest's within its owner's. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account-unknown`: No such account. `right-unknown`: No such right to a bay. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `access-missing`: The account has no access to this estate. `tickets-too-many`: The host has as many tickets out as it may have. Take one back first. `right-ended`: The owner's right has ended. `right-of-guest`: A guest does not invite guests. `right-exists`: The account has a right to these bays for that time. `guests-too-many`: The owner has no such number of places left for guests at that time. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOpsEstatesByEstateVisitorTicketsByTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken back. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ticket-unknown`: No such ticket. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstatesByEstateVisitorTicketsByTicketPdf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page to print. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ticket-unknown`: No such ticket. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ticket-over`: This ticket can be used no more. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstatesByEstateVouchers: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Voucher"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsEstatesByEstateVouchers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VouchersAsked"];
            };
        };
        responses: {
            /** @description Their codes. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            code: string;
                            /** Format: uuid */
                            id: string;
                        }[];
                    };
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `currency-mismatch`: The currencies differ. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsEstatesByEstateZones: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ZoneAsked"];
            };
        };
        responses: {
            /** @description The estate with it. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EstateOps"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. `tariff-unknown`: No such tariff. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `zone-exists`: A zone of this name exists in this estate. `currency-mismatch`: The currencies differ. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchOpsEstatesByEstateZonesByZone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
                /** @description A zone's short name, unique in its estate. */
                zone: components["schemas"]["ZoneId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ZoneChanges"];
            };
        };
        responses: {
            /** @description The estate after it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EstateOps"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. `zone-unknown`: No such zone in this estate. `tariff-unknown`: No such tariff. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `currency-mismatch`: The currencies differ. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstatesByEstateZonesByZoneCorrections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
                /** @description A zone's short name, unique in its estate. */
                zone: components["schemas"]["ZoneId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ZoneCounts"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `zone-unknown`: No such zone in this estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsEstatesByEstateZonesByZoneCorrections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
                /** @description A zone's short name, unique in its estate. */
                zone: components["schemas"]["ZoneId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CountAsked"];
            };
        };
        responses: {
            /** @description The count after it; `drift` is by how many places the books said too many. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        drift: number;
                        inUse: number;
                    };
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `zone-unknown`: No such zone in this estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `correction-below-zero`: Fewer places are in use than are taken off. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstatesByEstateZonesByZonePricing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
                /** @description A zone's short name, unique in its estate. */
                zone: components["schemas"]["ZoneId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policy and the price. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ZonePricing"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `zone-unknown`: No such zone in this estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOpsEstatesByEstateZonesByZonePricing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
                /** @description A zone's short name, unique in its estate. */
                zone: components["schemas"]["ZoneId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PricingAskedAsked"];
            };
        };
        responses: {
            /** @description The policy and the price. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ZonePricing"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `zone-unknown`: No such zone in this estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstatesByEstateZonesByZonePricingMoves: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
                /** @description A zone's short name, unique in its estate. */
                zone: components["schemas"]["ZoneId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PriceMove"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `zone-unknown`: No such zone in this estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsEstatesByEstateZonesByZoneRights: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
                /** @description A zone's short name, unique in its estate. */
                zone: components["schemas"]["ZoneId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["BayRight"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsEstatesByEstateZonesByZoneRights: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An estate's short name. */
                estate: components["schemas"]["EstateId"];
                /** @description A zone's short name, unique in its estate. */
                zone: components["schemas"]["ZoneId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BayRightAsked"];
            };
        };
        responses: {
            /** @description The right. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BayRight"];
                };
            };
            /** @description `right-times-invalid`: A right ends after it begins and after now; a guest's within its owner's. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. `zone-unknown`: No such zone in this estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `access-missing`: The account has no access to this estate. `zone-not-reserved`: Nobody needs a right to this zone's bays. `right-exists`: The account has a right to these bays for that time. `bays-taken`: The zone has no such number of bays left for that time. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsExceptions: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description An estate's short name. */
                estate?: components["schemas"]["EstateId"];
                limit?: number;
                resolved?: "hide" | "show";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Exception"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsExceptionsByExceptionResolve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                exception: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    words: string;
                };
            };
        };
        responses: {
            /** @description It is closed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `exception-unknown`: No such open exception. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsGates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GateAsked"];
            };
        };
        responses: {
            /** @description The token. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewGate"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. `zone-unknown`: No such zone in this estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `gate-exists`: A gate of this name exists in the house. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsGatesByGateLeaseReclaims: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A gate's short name, unique in the house. */
                gate: components["schemas"]["GateId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeaseReclaimAsked"];
            };
        };
        responses: {
            /** @description What came back, and what is risked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReclaimedLeases"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `gate-unknown`: No such gate. `zone-unknown`: No such zone in this estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsGatesByGateOrders: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A gate's short name, unique in the house. */
                gate: components["schemas"]["GateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OrderSeen"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `gate-unknown`: No such gate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsGatesByGateOrders: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A gate's short name, unique in the house. */
                gate: components["schemas"]["GateId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderAsked"];
            };
        };
        responses: {
            /** @description It is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        expiresAt: components["schemas"]["At"];
                        /** Format: uuid */
                        order: string;
                    };
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `gate-unknown`: No such gate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `gate-revoked`: This gate is revoked. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsGatesByGateRevoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A gate's short name, unique in the house. */
                gate: components["schemas"]["GateId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The gate. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gate"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `gate-unknown`: No such gate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsGroups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currency: components["schemas"]["Currency"];
                    name: string;
                };
            };
        };
        responses: {
            /** @description The group. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsGroupsByGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                group: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `group-unknown`: No such group. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsGroupsByGroupBillsByMonth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                group: components["schemas"]["AccountRef"];
                month: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bill. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupBill"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `group-unknown`: No such group. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOpsGroupsByGroupMembersByAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
                /** @description Pseudonymous reference to an account. */
                group: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Left out: as it is; of a new member, no. */
                    manages?: boolean;
                    /** @description What the group pays for the member in a month at most; null: whatever it costs. */
                    monthlyLimitMinor: components["schemas"]["AmountMinor"] | null;
                };
            };
        };
        responses: {
            /** @description The group after it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `group-unknown`: No such group. `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `member-elsewhere`: This account is a member of another group. `group-nested`: A group cannot be a member. `currency-mismatch`: The currencies differ. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOpsGroupsByGroupMembersByAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonymous reference to an account. */
                account: components["schemas"]["AccountRef"];
                /** @description Pseudonymous reference to an account. */
                group: components["schemas"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group after it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `group-unknown`: No such group. `account-unknown`: No such account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsPlansByPlanEnd: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionPlan"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plan-unknown`: No such subscription plan is on offer. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsRanks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ranks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Rank"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOpsRanksByRank: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rank: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    creditLimitMinor: components["schemas"]["AmountMinor"];
                    name: string;
                    position: number;
                    rule: components["schemas"]["RankRuleAsked"];
                };
            };
        };
        responses: {
            /** @description The rank. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rank"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rank-position-taken`: Another rank stands at this position. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOpsRanksByRank: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rank: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rank-unknown`: No such rank. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsReceipts: {
        parameters: {
            query?: {
                /** @description Pseudonymous reference to an account. */
                account?: components["schemas"]["AccountRef"];
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description An estate's short name. */
                estate?: components["schemas"]["EstateId"];
                limit?: number;
                stay?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ReceiptListed"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsReceiptsByReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                receipt: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedReceipt"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `receipt-unknown`: This stay has no receipt yet. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOpsRightsByRight: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                right: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The right. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BayRight"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `right-unknown`: No such right to a bay. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsRightsByRightGuests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                right: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guests' rights. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["BayRight"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `right-unknown`: No such right to a bay. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsRightsByRightGuests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                right: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuestAsked"];
            };
        };
        responses: {
            /** @description The guest's right. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BayRight"];
                };
            };
            /** @description `right-times-invalid`: A right ends after it begins and after now; a guest's within its owner's. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `right-unknown`: No such right to a bay. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `access-missing`: The account has no access to this estate. `right-ended`: The owner's right has ended. `right-of-guest`: A guest does not invite guests. `right-exists`: The account has a right to these bays for that time. `guests-too-many`: The owner has no such number of places left for guests at that time. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsStaff: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Staff"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `cursor-invalid`: The cursor was not made by this API. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOpsStaff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffAsked"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Staff"];
                };
            };
            /** @description `mail-refused`: No mail can be sent to this address. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `estate-unknown`: No such estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: This was tried too often. Try again after `Retry-After` seconds. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `mail-unavailable`: No mail can be sent at the moment. Try again shortly. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOpsStaffByStaff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                staff: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They do not. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `staff-unknown`: Nobody of this id works here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsStaysByStay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                stay: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stay. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StayFile"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `stay-unknown`: No such stay. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsStaysByStayCorrections: {
        parameters: {
            query?: never;
            header: {
                /** @description Of the caller's own making, a UUID say. The same key with the same request moves money once, whatever happens on the way. */
                "idempotency-key": string;
            };
            path: {
                stay: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectionAsked"];
            };
        };
        responses: {
            /** @description The new revision. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorrectedStay"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `stay-unknown`: No such stay. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `stay-not-charged`: Nobody was charged for this stay. `stay-open`: The stay is open again: its price is made when the car leaves. `stay-unpriced`: No tariff can price these times. `times-reversed`: The stay would end before it begins. `correction-empty`: The stay says this already. `idempotency-key-reused`: This idempotency key was used for another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsTariffBook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tariffs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["BookedTariff"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsTariffChecks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TariffCheckAsked"];
            };
        };
        responses: {
            /** @description What is wrong with it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffCheck"];
                };
            };
            /** @description `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsTariffDrafts: {
        parameters: {
            query?: {
                tariff?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The drafts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TariffDraft"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsTariffDrafts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TariffDraftAsked"];
            };
        };
        responses: {
            /** @description The draft. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffDraft"];
                };
            };
            /** @description `tariff-invalid`: The tariff cannot be priced. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `currency-mismatch`: The currencies differ. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsTariffDraftsByDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draft: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffDraft"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `draft-unknown`: No such draft of a tariff. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOpsTariffDraftsByDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draft: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `draft-unknown`: No such draft of a tariff. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `draft-published`: This draft has become a version of its tariff. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchOpsTariffDraftsByDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draft: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TariffDraftChanges"];
            };
        };
        responses: {
            /** @description The draft after it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffDraft"];
                };
            };
            /** @description `tariff-invalid`: The tariff cannot be priced. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `draft-unknown`: No such draft of a tariff. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `currency-mismatch`: The currencies differ. `draft-published`: This draft has become a version of its tariff. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsTariffDraftsByDraftPublish: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draft: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TariffPublication"];
            };
        };
        responses: {
            /** @description The version. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffVersion"];
                };
            };
            /** @description `tariff-invalid`: The tariff cannot be priced. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `draft-unknown`: No such draft of a tariff. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `currency-mismatch`: The currencies differ. `effect-in-the-past`: A version takes effect from now on at the earliest. `effect-before-newest`: A newer version of this tariff takes effect later than that. `draft-published`: This draft has become a version of its tariff. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsTariffDraftsByDraftTrials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draft: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TariffTrialAsked"];
            };
        };
        responses: {
            /** @description It against what was charged. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffTrial"];
                };
            };
            /** @description `tariff-invalid`: The tariff cannot be priced. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `draft-unknown`: No such draft of a tariff. `estate-unknown`: No such estate. `zone-unknown`: No such zone in this estate. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `currency-mismatch`: The currencies differ. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsTariffQuotes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteAsked"];
            };
        };
        responses: {
            /** @description What it costs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
                };
            };
            /** @description `tariff-invalid`: The tariff cannot be priced. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsTariffRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rules and the calendar. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description JSON Schema of its parameters. */
                        calendar: {
                            [key: string]: unknown;
                        };
                        rules: components["schemas"]["RuleKind"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsTariffs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Of each the newest. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TariffVersion"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOpsTariffs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TariffAsked"];
            };
        };
        responses: {
            /** @description The version. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffVersion"];
                };
            };
            /** @description `tariff-invalid`: The tariff cannot be priced. `malformed-json`: The body is not JSON. `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `currency-mismatch`: The currencies differ. `effect-before-newest`: A newer version of this tariff takes effect later than that. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `media-type-unsupported`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpsTariffsByTariff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tariff: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TariffVersion"][];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tariff-unknown`: No such tariff. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOpsTariffsByTariffVersionsByVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tariff: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tariff-unknown`: No such tariff. `version-unknown`: This tariff has no such version. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-in-force`: This version is in force, or about to be: publish another one. `version-awaited`: Zones charge by this tariff, and it has no other version. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOpsVehiclesByVehicle: {
        parameters: {
            query?: {
                at?: string;
            };
            header?: never;
            path: {
                vehicle: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The vehicle. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vehicle"];
                };
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: A bearer token or a session is needed. `token-unknown`: The bearer token or session is not known, or has ended. `token-expired`: The bearer token has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `role-insufficient`: This role may not do that. `origin-refused`: With a session's cookie only the house's own pages may do that. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `vehicle-unknown`: No such vehicle of this account. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlans: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description Only this one's. */
                estate?: components["schemas"]["EstateId"];
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SubscriptionPlan"][];
                        /** @description The next page's `cursor`; null on the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. `cursor-invalid`: The cursor was not made by this API. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPushKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The public VAPID key, base64url. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushKey"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReceiptKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every key ever used. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            kid: string;
                            publicKey: string;
                            since: string;
                        }[];
                    };
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: The request does not have the expected form. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrustList: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrustList"];
                };
            };
            /** @description Nothing has changed since the answer that had this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `trust-list-unknown`: This house has published no trust list. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal` (500), or `database-unavailable` (503, with `Retry-After`). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
