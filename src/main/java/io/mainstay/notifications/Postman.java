package io.mainstay.notifications;

import io.mainstay.auth.Contact;
import io.mainstay.notifications.Mails.Leased;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.mail.MailParseException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Writes one mail and hands it to the SMTP server.
@Component
class Postman {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final JavaMailSender sender;
    private final NotificationSettings settings;
    private final JsonMapper mapper;

    Postman(JavaMailSender sender, NotificationSettings settings, JsonMapper mapper) {
        this.sender = sender;
        this.settings = settings;
        this.mapper = mapper;
    }

    /// @throws org.springframework.mail.MailException if it wasn't accepted, or nobody knows
    void send(Leased mail, Contact contact) {
        sender.send(write(mail, contact));
    }

    private MimeMessage write(Leased mail, Contact contact) {
        var text = switch (mail.template()) {
            case VERIFICATION -> MailText.verification(mapper.readValue(mail.data(), VerificationRequested.class),
                    contact.name(), settings.publicUrl());
            case RECEIPT -> MailText.receipt(mapper.readValue(mail.data(), OrderConfirmed.class), contact.name());
        };
        try {
            var message = sender.createMimeMessage();
            var from = settings.sender();
            message.setFrom(from);
            message.setRecipient(RecipientType.TO, recipient(contact));
            message.setSubject(text.subject(), UTF_8);
            message.setText(text.body(), UTF_8);
            // the same at every try: what a mail server or a person recognises a repeated mail by
            message.setHeader("Message-ID", "<" + mail.id() + domain(from) + ">");
            message.setHeader("Auto-Submitted", "auto-generated");
            return message;
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new MailParseException(e);
        }
    }

    private static InternetAddress recipient(Contact contact) throws MessagingException, UnsupportedEncodingException {
        // strict: refuses line breaks and anything else that isn't one plain address
        var address = new InternetAddress(contact.email(), true);
        address.setPersonal(MailText.oneLine(contact.name()), UTF_8);
        return address;
    }

    private static String domain(InternetAddress from) {
        return from.getAddress().substring(from.getAddress().indexOf('@'));
    }
}
