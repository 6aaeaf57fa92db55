package io.mainstay.notifications;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How mail is sent. The SMTP server itself is `spring.mail.*`.
///
/// @param publicUrl where people's browsers reach this system: the beginning of links in mails
/// @param from the sender, `no-reply@shop.example` or `Shop <no-reply@shop.example>`
/// @param parallel how many mails one worker sends at once
/// @param sendTimeout how long one try may take; then its connection is cut
/// @param lease how long a worker that took a mail is waited for; it must outlast the time-out
/// @param maxAttempts after how many tries a mail has failed
/// @param retryMin the pause after a first failure; it doubles from there
/// @param retryMax the longest pause between tries
/// @param pollInterval how often a worker looks without being woken
@Validated
@ConfigurationProperties("mainstay.notifications")
record NotificationSettings(@DefaultValue("http://localhost:8080") URI publicUrl,
        @DefaultValue("Mainstay <no-reply@mainstay.example>") String from,
        @DefaultValue("8") @Min(1) @Max(32) int parallel,
        @DefaultValue("30s") @DurationMin(seconds = 1) @DurationMax(minutes = 5) Duration sendTimeout,
        @DefaultValue("90s") @DurationMin(seconds = 2) @DurationMax(minutes = 30) Duration lease,
        @DefaultValue("10") @Min(1) @Max(100) int maxAttempts,
        @DefaultValue("5s") @DurationMin(millis = 1) @DurationMax(minutes = 10) Duration retryMin,
        @DefaultValue("1h") @DurationMin(millis = 1) @DurationMax(days = 1) Duration retryMax,
        @DefaultValue("1s") @DurationMin(millis = 10) @DurationMax(seconds = 60) Duration pollInterval) {

    @AssertTrue(message = "mainstay.notifications.from must be a mail address")
    boolean isFromAnAddress() {
        try {
            sender();
            return true;
        } catch (AddressException _) {
            return false;
        }
    }

    @AssertTrue(message = "mainstay.notifications.public-url must be an http or https URL without a slash at its end")
    boolean isPublicUrlAbsolute() {
        return ("http".equals(publicUrl.getScheme()) || "https".equals(publicUrl.getScheme()))
                && publicUrl.getHost() != null && !publicUrl.toString().endsWith("/");
    }

    @AssertTrue(message = "mainstay.notifications.lease must be at least twice the send-timeout")
    boolean isLeaseLongEnough() {
        return lease.compareTo(sendTimeout.multipliedBy(2)) >= 0;
    }

    InternetAddress sender() throws AddressException {
        var addresses = InternetAddress.parse(from, true);
        if (addresses.length != 1) {
            throw new AddressException("one address is needed");
        }
        addresses[0].validate();
        return addresses[0];
    }
}
