package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.messaging.Outbox;
import io.mainstay.securitylog.Devices;
import io.mainstay.securitylog.Refusals;
import io.mainstay.securitylog.SecurityEventType;
import io.mainstay.securitylog.SecurityLog;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What the security log, and an account's owner by mail, hear of what happens here. News of what was done joins its
/// transaction; a refusal is told outside of one, since it would be rolled back.
@Component
class AccountNews {

    private static final String SESSION = "session";
    private static final String REASON = "reason";

    private final SecurityLog log;
    private final Refusals refusals;
    private final Devices devices;
    private final Outbox outbox;
    private final Clock clock;

    AccountNews(SecurityLog log, Refusals refusals, Devices devices, Outbox outbox, Clock clock) {
        this.log = log;
        this.refusals = refusals;
        this.devices = devices;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// For every way of signing in: notes it, and tells the owner if the device is a new one.
    @Transactional(propagation = Propagation.MANDATORY)
    public void signedIn(AccountId account, SessionId session, Origin origin) {
        log.note(SecurityEventType.SIGNED_IN, account, origin, Map.of(SESSION, session.toString()));
        devices.recognize(account, origin).ifPresent(device -> outbox.publish(SignedInFromNewDevice.TYPE,
                SignedInFromNewDevice.VERSION, account.toString(),
                new SignedInFromNewDevice(account, device.program(), origin.address(), clock.instant())));
    }

    /// The same work whether the address has an account or not.
    ///
    /// @param account null if the address has none
    void signInRefused(EmailAddress email, @Nullable AccountId account, Origin origin, String reason) {
        refusals.note(SecurityEventType.SIGN_IN_FAILED, email.value(), account, origin, Map.of(REASON, reason));
    }

    /// One event however many they are.
    ///
    /// @param origin null for what is not to be kept
    @Transactional(propagation = Propagation.MANDATORY)
    public void sessionsEnded(AccountId account, List<SessionId> sessions, String reason,
            @Nullable Origin origin) {
        if (sessions.size() == 1) {
            log.note(SecurityEventType.SESSION_ENDED, account, origin,
                    Map.of(REASON, reason, SESSION, sessions.getFirst().toString()));
        } else if (!sessions.isEmpty()) {
            log.note(SecurityEventType.SESSION_ENDED, account, origin,
                    Map.of(REASON, reason, "sessions", String.valueOf(sessions.size())));
        }
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void refreshTokenReused(AccountId account, SessionId session, Origin origin) {
        log.note(SecurityEventType.REFRESH_TOKEN_REUSED, account, origin, Map.of(SESSION, session.toString()));
    }

    /// @param by `change` or `reset`
    @Transactional(propagation = Propagation.MANDATORY)
    public void passwordReplaced(AccountId account, String by, Origin origin) {
        log.note(SecurityEventType.PASSWORD_CHANGED, account, origin, Map.of("by", by));
        outbox.publish(PasswordChanged.TYPE, PasswordChanged.VERSION, account.toString(),
                new PasswordChanged(account));
    }

    /// The current password, that somebody in a session typed to change it, was wrong.
    void passwordRefused(AccountId account, Origin origin) {
        refusals.note(SecurityEventType.PASSWORD_REFUSED, account.toString(), account, origin, Map.of());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void emailVerified(AccountId account, Origin origin) {
        log.note(SecurityEventType.EMAIL_VERIFIED, account, origin, Map.of());
    }

    /// @param origin null if it isn't known
    @Transactional(propagation = Propagation.MANDATORY)
    public void passwordResetRequested(AccountId account, @Nullable Origin origin) {
        log.note(SecurityEventType.PASSWORD_RESET_REQUESTED, account, origin, Map.of());
    }
}
