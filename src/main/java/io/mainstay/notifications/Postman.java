package io.mainstay.notifications;

import io.mainstay.auth.Contact;
import io.mainstay.notifications.Mails.Leased;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailParseException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Writes one mail and hands it to the SMTP server. Connections are kept while there is mail to send: to connect and to
/// greet costs both sides more than a mail does.
@Component
class Postman {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final JavaMailSenderImpl sender;
    private final NotificationSettings settings;
    private final JsonMapper mapper;
    private final Clock clock;
    private final Queue<Transport> idle = new ConcurrentLinkedQueue<>();

    Postman(JavaMailSenderImpl sender, NotificationSettings settings, JsonMapper mapper, Clock clock) {
        this.sender = sender;
        this.settings = settings;
        this.mapper = mapper;
        this.clock = clock;
    }

    /// Whom a mail names itself, since it belongs to no account or the account's address is another one. Empty for those that go to the account's.
    Optional<Contact> addressee(Leased mail) {
        return switch (mail.template()) {
            case EMAIL_CHANGE -> {
                var request = mapper.readValue(mail.data(), EmailChangeRequested.class);
                yield Optional.of(new Contact(request.newEmail(), request.name()));
            }
            case EMAIL_CHANGED -> {
                var news = mapper.readValue(mail.data(), EmailChanged.class);
                yield Optional.of(new Contact(news.previousEmail(), news.name()));
            }
            case ACCOUNT_CLOSED -> {
                var request = mapper.readValue(mail.data(), FarewellRequested.class);
                yield Optional.of(new Contact(request.email(), request.name()));
            }
            // nobody knows what the person is called
            case INVITATION -> Optional
                    .of(new Contact(mapper.readValue(mail.data(), OrganizationInvited.class).email(), ""));
            case VERIFICATION, RECEIPT, REFUNDED, ORPHANED, PASSWORD_RESET, PASSWORD_CHANGED, FACTORS_CHANGED,
                    NEW_DEVICE,
                    EMAIL_CHANGE_ANNOUNCED ->
                Optional
                        .empty();
        };
    }

    /// @throws org.springframework.mail.MailException if it wasn't accepted, or nobody knows
    void send(Leased mail, Contact contact) {
        var message = write(mail, contact);
        Transport connection = null;
        try {
            connection = connection();
            connection.sendMessage(message, message.getAllRecipients());
            idle.add(connection);
        } catch (MessagingException e) {
            close(connection);
            throw new MailSendException("not accepted", e);
        } catch (RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    /// Closes the connections that no mail is being sent over.
    void hangUp() {
        for (var connection = idle.poll(); connection != null; connection = idle.poll()) {
            close(connection);
        }
    }

    private Transport connection() throws MessagingException {
        for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
            // asks the server, which may have hung up meanwhile
            if (kept.isConnected()) {
                return kept;
            }
            close(kept);
        }
        var connection = sender.getSession()
                .getTransport(Objects.requireNonNullElse(sender.getProtocol(), JavaMailSenderImpl.DEFAULT_PROTOCOL));
        connection.connect(sender.getHost(), sender.getPort(), sender.getUsername(), sender.getPassword());
        return connection;
    }

    private static void close(@Nullable Transport connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (MessagingException _) {
            // it's gone either way
        }
    }

    private MimeMessage write(Leased mail, Contact contact) {
        var text = switch (mail.template()) {
            case VERIFICATION -> MailText.verification(mapper.readValue(mail.data(), VerificationRequested.class),
                    contact.name(), settings.publicUrl());
            case PASSWORD_RESET -> MailText.passwordReset(
                    mapper.readValue(mail.data(), PasswordResetRequested.class), contact.name(),
                    settings.publicUrl());
            case PASSWORD_CHANGED -> MailText.passwordChanged(contact.name());
            case INVITATION -> MailText.invitation(mapper.readValue(mail.data(), OrganizationInvited.class),
                    settings.publicUrl());
            case NEW_DEVICE -> MailText.newDevice(mapper.readValue(mail.data(), SignedInFromNewDevice.class),
                    contact.name());
            case EMAIL_CHANGE -> MailText.emailChange(mapper.readValue(mail.data(), EmailChangeRequested.class),
                    settings.publicUrl());
            case EMAIL_CHANGE_ANNOUNCED -> MailText.emailChangeAnnounced(contact.name());
            case EMAIL_CHANGED -> MailText.emailChanged(contact.name());
            case ACCOUNT_CLOSED -> MailText.accountClosed(contact.name());
            case FACTORS_CHANGED -> MailText.factorsChanged(mapper.readValue(mail.data(), FactorsChanged.class),
                    contact.name());
            case ORPHANED -> MailText.orphaned(mapper.readValue(mail.data(), PaymentOrphaned.class), contact.name());
            case REFUNDED -> MailText.refunded(mapper.readValue(mail.data(), PaymentRefunded.class), contact.name());
            case RECEIPT -> MailText.receipt(mapper.readValue(mail.data(), OrderConfirmed.class), contact.name());
        };
        try {
            var message = sender.createMimeMessage();
            var from = settings.sender();
            message.setFrom(from);
            message.setRecipient(RecipientType.TO, recipient(contact));
            message.setSubject(text.subject(), UTF_8);
            message.setText(text.body(), UTF_8);
            message.setHeader("Auto-Submitted", "auto-generated");
            message.setSentDate(Date.from(clock.instant()));
            message.saveChanges();
            // the same at every try: what a mail server or a person recognises a repeated mail by
            message.setHeader("Message-ID", "<" + mail.id() + domain(from) + ">");
            return message;
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new MailParseException(e);
        }
    }

    private static InternetAddress recipient(Contact contact) throws MessagingException, UnsupportedEncodingException {
        // strict: refuses line breaks and anything else that isn't one plain address
        var address = new InternetAddress(contact.email(), true);
        if (!contact.name().isEmpty()) {
            address.setPersonal(MailText.oneLine(contact.name()), UTF_8);
        }
        return address;
    }

    private static String domain(InternetAddress from) {
        return from.getAddress().substring(from.getAddress().indexOf('@'));
    }
}
