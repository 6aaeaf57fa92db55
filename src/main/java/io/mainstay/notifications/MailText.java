package io.mainstay.notifications;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What a mail says, in plain text. Texts of other people's choice are one line each, without control characters.
record MailText(String subject, String body) {

    private static final int MAX_LENGTH = 200;
    private static final DateTimeFormatter DATE = DateTimeFormatter
            .ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    static MailText verification(VerificationRequested request, String name, URI publicUrl) {
        var link = publicUrl + "/verify-email?token=" + URLEncoder.encode(request.token(), StandardCharsets.UTF_8);
        return new MailText("Confirm your e-mail address", """
                Hello %s,

                please confirm your e-mail address by opening this link:

                %s

                If you did not create an account, you can ignore this mail.
                """.formatted(oneLine(name), link));
    }

    static MailText passwordReset(PasswordResetRequested request, String name, URI publicUrl) {
        var link = publicUrl + "/reset-password?token=" + URLEncoder.encode(request.token(), StandardCharsets.UTF_8);
        return new MailText("Choose a new password", """
                Hello %s,

                you can choose a new password by opening this link soon. It works once:

                %s

                If you did not ask for it, you can ignore this mail: your password stays as it is.
                """.formatted(oneLine(name), link));
    }

    static MailText passwordChanged(String name) {
        return new MailText("Your password was changed", """
                Hello %s,

                your account has a new password, and was logged out everywhere else.

                If that was not you, ask for a new password at once: somebody else can use your account.
                """.formatted(oneLine(name)));
    }

    /// Nothing in it is a secret: who owns the address accepts it.
    static MailText invitation(OrganizationInvited invitation, URI publicUrl) {
        var organization = oneLine(invitation.organizationName());
        return new MailText("Invitation to " + organization, """
                Hello,

                you are invited to act for %s.

                Log in with this address, or make an account with it first, at %s
                and accept the invitation %s until %s.

                If you don't know who invites you, you can ignore this mail.
                """.formatted(organization, publicUrl, oneLine(invitation.invitationId()),
                DATE.format(invitation.expiresAt())));
    }

    static MailText newDevice(SignedInFromNewDevice signIn, String name) {
        return new MailText("A sign-in from a new device", """
                Hello %s,

                somebody signed in to your account with %s, from the address %s, on %s.

                If that was you, there is nothing to do. If not, choose a new password at once: that logs out everywhere.
                """.formatted(oneLine(name), oneLine(signIn.program()), oneLine(signIn.address()),
                DATE.format(signIn.signedInAt())));
    }

    static MailText emailChange(EmailChangeRequested request, URI publicUrl) {
        var link = publicUrl + "/change-email?token=" + URLEncoder.encode(request.token(), StandardCharsets.UTF_8);
        return new MailText("Confirm your new e-mail address", """
                Hello %s,

                please confirm that this is to be the e-mail address of your account, by opening this link:

                %s

                If you did not ask for it, you can ignore this mail: nothing changes.
                """.formatted(oneLine(request.name()), link));
    }

    static MailText emailChangeAnnounced(String name) {
        return new MailText("Your e-mail address is to be changed", """
                Hello %s,

                somebody who knows your password asked for another e-mail address for your account. It changes when
                the link that was sent there is opened.

                If that was not you, choose a new password at once: the link works no more then.
                """.formatted(oneLine(name)));
    }

    static MailText emailChanged(String name) {
        return new MailText("Your e-mail address was changed", """
                Hello %s,

                your account has another e-mail address now, and was logged out everywhere else. This is the last mail
                to this one.
                """.formatted(oneLine(name)));
    }

    static MailText accountClosed(String name) {
        return new MailText("Your account was closed", """
                Hello %s,

                your account was closed, and what it told of you was erased. Orders that you paid for are carried out,
                and kept as long as the law wants it.

                This is our last mail to you.
                """.formatted(oneLine(name)));
    }

    static MailText factorsChanged(FactorsChanged news, String name) {
        var what = switch (news.change()) {
            case "totpAdded" -> "an authenticator app was added to your account.";
            case "totpRemoved" -> "the authenticator app was removed from your account.";
            case "passkeyAdded" -> "a passkey was added to your account.";
            case "passkeyRemoved" -> "a passkey was removed from your account.";
            case "identityLinked" ->
                "another provider's identity was linked to your account, which it can be signed in to with.";
            case "identityUnlinked" -> "another provider's identity can't be signed in with to your account any more.";
            case "recoveryCodeUsed" -> "one of your recovery codes was used. It does not work again.";
            case "recoveryCodesReplaced" -> "your account has new recovery codes. The old ones do not work any more.";
            case String _ -> "what you can log in with was changed.";
        };
        return new MailText("Your account's sign-in was changed", """
                Hello %s,

                %s

                If that was not you, somebody else can use your account: log out everywhere, choose a new password, and
                look through your authenticator app, passkeys and recovery codes.
                """.formatted(oneLine(name), what));
    }

    static MailText receipt(OrderConfirmed order, String name) {
        var lines = new StringBuilder();
        for (var line : order.lines()) {
            lines.append("  %d x %s (%s)  %s%n".formatted(line.quantity(), oneLine(line.name()), oneLine(line.sku()),
                    line.total()));
        }
        return new MailText("Your order " + oneLine(order.orderId()), """
                Hello %s,

                thank you for your order. It was paid on %s.

                %s
                  Total  %s

                Order    %s
                Payment  %s
                """.formatted(oneLine(name), DATE.format(order.confirmedAt()), lines, order.total(),
                oneLine(order.orderId()), oneLine(order.paymentId())));
    }

    static MailText refunded(PaymentRefunded refund, String name) {
        return new MailText("Your refund for order " + oneLine(refund.orderId()), """
                Hello %s,

                we paid %s back on %s, the way it was paid. It may take some days until you see it.

                Order    %s
                Payment  %s
                """.formatted(oneLine(name), refund.amount(), DATE.format(refund.refundedAt()),
                oneLine(refund.orderId()), oneLine(refund.paymentId())));
    }

    static MailText orphaned(PaymentOrphaned money, String name) {
        return new MailText(
                "Money that came too late" + (money.orderId() == null ? "" : " for order " + oneLine(money.orderId())), """
                Hello %s,

                %s arrived on %s for an attempt to pay that we had given up. We pay it back, the way it came. It may take
                some days until you see it.

                Payment  %s
                """.formatted(oneLine(name), money.amount(), DATE.format(money.arrivedAt()),
                        oneLine(money.paymentId())));
    }

    /// Control characters, line and paragraph separators become spaces, and there is an end.
    static String oneLine(String text) {
        var line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\u0080-\\u009f]+", " ").strip();
        return line.length() <= MAX_LENGTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0,
                        Math.min(MAX_LENGTH, line.codePointCount(0, line.length())) - 1)) + "…";
    }
}
