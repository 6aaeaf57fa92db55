package io.mainstay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.springframework.core.env.Environment;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/// Reads the mails that were sent to one address.
public record MailBox(Environment environment, String address) {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern TOKEN = Pattern.compile("token=([A-Za-z0-9_-]+)");

    public record Mail(String subject, String text) {}

    /// Waits for so many with that in their subject.
    public List<Mail> await(String subject, int count) {
        Awaitility.await().atMost(SOON).until(() -> about(subject).size() >= count);
        return about(subject);
    }

    /// The token of the link in the newest of so many mails.
    public String token(String subject, int count) {
        var seen = new ArrayList<String>();
        for (var mail : await(subject, count)) {
            var link = TOKEN.matcher(mail.text());
            if (link.find()) {
                seen.add(link.group(1));
            }
        }
        return seen.getFirst();
    }

    public List<Mail> about(String subject) {
        var view = RestClient.create(environment.getRequiredProperty("mainstay.infrastructure.mail-url"));
        var found = view.get().uri("/api/v1/search?query={query}", "to:" + address).retrieve().body(JsonNode.class);
        var mails = new ArrayList<Mail>();
        for (var mail : found.path("messages")) {
            var whole = view.get().uri("/api/v1/message/{id}", mail.path("ID").asString()).retrieve()
                    .body(JsonNode.class);
            if (whole.path("Subject").asString().contains(subject)) {
                mails.add(new Mail(whole.path("Subject").asString(), whole.path("Text").asString()));
            }
        }
        return mails;
    }
}
