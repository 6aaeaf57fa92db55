package io.mainstay.providers;

import static io.mainstay.providers.RecordedStripe.error;

import io.mainstay.providers.RecordedStripe.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/// Payment intents, refunds, payouts and disputes in the shapes of Stripe's API reference, with the little behaviour that
/// the conformance kit asks about. Payment methods are Stripe's test ones.
final class StripeObjects implements AutoCloseable {

    private static final int LATER_MS = 50;

    private final int port;
    private final URI webhook;
    private final String secret;
    private final Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.shared();
    private int number;

    StripeObjects(int port, URI webhook, String secret) {
        this.port = port;
        this.webhook = webhook;
        this.secret = secret;
    }

    /// In minor units.
    synchronized long captured(String currency) {
        return all.values().stream().filter(object -> object.get("object").equals("payment_intent")
                && object.get("currency").equals(currency.toLowerCase(java.util.Locale.ROOT)))
                .mapToLong(object -> (long) object.get("amount_received")).sum();
    }

    synchronized Answer get(String path, Map<String, String> parameters) {
        var parts = path.substring(1).split("/");
        if (parts.length == 3) {
            var found = all.get(parts[2]);
            return found == null
                    ? error(404, "invalid_request_error", "resource_missing", null)
                    : new Answer(200, new LinkedHashMap<>(found));
        }
        var kind = parts[1].substring(0, parts[1].length() - 1);
        var from = Long.parseLong(parameters.getOrDefault("created[gte]", "0"));
        var to = Long.parseLong(parameters.getOrDefault("created[lte]", String.valueOf(Long.MAX_VALUE)));
        var intent = parameters.get("payment_intent");
        var matching = all.values().stream().filter(object -> object.get("object").equals(kind)
                && (long) object.get("created") >= from && (long) object.get("created") <= to
                && (intent == null || intent.equals(object.get("payment_intent")))).toList().reversed();
        var after = parameters.get("starting_after");
        var begin = after == null ? 0 : matching.stream().map(object -> object.get("id")).toList().indexOf(after) + 1;
        // small pages, so that there is more than one
        var page = matching.subList(begin, Math.min(begin + 2, matching.size()));
        return new Answer(200, Map.of("object", "list", "url", path, "has_more", begin + 2 < matching.size(), "data",
                page.stream().map(LinkedHashMap::new).toList()));
    }

    synchronized Answer post(String path, Map<String, String> parameters) {
        var parts = path.substring(1).split("/");
        if (parts.length == 4) {
            return parts[3].equals("capture") ? capture(all.get(parts[2]), parameters) : cancel(all.get(parts[2]));
        }
        return switch (parts[1]) {
            case "payment_intents" -> create(parameters);
            case "refunds" -> refund(parameters);
            case "payouts" -> payout(parameters);
            default -> error(404, "invalid_request_error", "resource_missing", null);
        };
    }

    /// What the customer does on the page of their bank.
    synchronized void answer(String intent, boolean confirmed) {
        var object = all.get(intent);
        object.put("next_action", null);
        if (confirmed) {
            authorize(object);
        } else {
            object.put("status", "requires_payment_method");
            object.put("last_payment_error", Map.of("type", "invalid_request_error", "code",
                    "payment_intent_authentication_failure", "message", "A message for people."));
            announce("payment_intent.payment_failed", object);
        }
    }

    synchronized void lose(String dispute) {
        var object = all.get(dispute);
        object.put("status", "lost");
        announce("charge.dispute.closed", object);
    }

    @Override
    public void close() {
        later.shutdownNow();
        http.close();
    }

    private Answer create(Map<String, String> parameters) {
        var method = parameters.get("payment_method");
        var intent = object("pi_", "payment_intent", parameters);
        intent.put("amount_received", 0L);
        intent.put("amount_capturable", 0L);
        intent.put("capture_method", parameters.get("capture_method"));
        intent.put("payment_method", method);
        intent.put("client_secret", intent.get("id") + "_secret_recorded");
        intent.put("last_payment_error", null);
        intent.put("next_action", null);
        if (method.equals("pm_card_chargeDeclinedInsufficientFunds")) {
            return declined(intent, "card_declined", "insufficient_funds");
        }
        if (method.equals("pm_card_authenticationRequired")) {
            if ("true".equals(parameters.get("error_on_requires_action"))) {
                return declined(intent, "authentication_required", "authentication_required");
            }
            intent.put("status", "requires_action");
            intent.put("next_action", Map.of("type", "redirect_to_url", "redirect_to_url", Map.of("url",
                    "http://127.0.0.1:" + port + "/authenticate/" + intent.get("id"), "return_url",
                    parameters.get("return_url"))));
            announce("payment_intent.requires_action", intent);
            return new Answer(200, new LinkedHashMap<>(intent));
        }
        authorize(intent);
        return new Answer(200, new LinkedHashMap<>(intent));
    }

    private Answer declined(Map<String, Object> intent, String code, String declineCode) {
        intent.put("status", "requires_payment_method");
        var answer = error(402, "card_error", code, declineCode);
        intent.put("last_payment_error", answer.body().get("error"));
        announce("payment_intent.payment_failed", intent);
        return answer;
    }

    private void authorize(Map<String, Object> intent) {
        if ("manual".equals(intent.get("capture_method"))) {
            intent.put("status", "requires_capture");
            intent.put("amount_capturable", intent.get("amount"));
            announce("payment_intent.amount_capturable_updated", intent);
            return;
        }
        intent.put("status", "succeeded");
        intent.put("amount_received", intent.get("amount"));
        announce("payment_intent.succeeded", intent);
        if (intent.get("payment_method").equals("pm_card_createDispute")) {
            var dispute = object("du_", "dispute", Map.of("amount", String.valueOf(intent.get("amount")), "currency",
                    (String) intent.get("currency")));
            dispute.put("payment_intent", intent.get("id"));
            dispute.put("reason", "fraudulent");
            dispute.put("status", "needs_response");
            announce("charge.dispute.created", dispute);
        }
    }

    private Answer capture(Map<String, Object> intent, Map<String, String> parameters) {
        if (!intent.get("status").equals("requires_capture")) {
            return error(400, "invalid_request_error", "payment_intent_unexpected_state", null);
        }
        var amount = Long.parseLong(parameters.get("amount_to_capture"));
        var left = (long) intent.get("amount_capturable") - amount;
        if (left < 0) {
            return error(400, "invalid_request_error", "amount_too_large", null);
        }
        var last = !"false".equals(parameters.get("final_capture"));
        intent.put("amount_received", (long) intent.get("amount_received") + amount);
        intent.put("amount_capturable", last ? 0L : left);
        ofObject(intent).putAll(metadata(parameters));
        if (last) {
            intent.put("status", "succeeded");
            announce("payment_intent.succeeded", intent);
        }
        return new Answer(200, new LinkedHashMap<>(intent));
    }

    private Answer cancel(Map<String, Object> intent) {
        if (List.of("succeeded", "canceled").contains(intent.get("status"))) {
            return error(400, "invalid_request_error", "payment_intent_unexpected_state", null);
        }
        intent.put("status", "canceled");
        intent.put("amount_capturable", 0L);
        announce("payment_intent.canceled", intent);
        return new Answer(200, new LinkedHashMap<>(intent));
    }

    private Answer refund(Map<String, String> parameters) {
        var intent = all.get(parameters.get("payment_intent"));
        var refunded = all.values().stream().filter(object -> object.get("object").equals("refund")
                && object.get("payment_intent").equals(intent.get("id")) && !object.get("status").equals("failed"))
                .mapToLong(object -> (long) object.get("amount")).sum();
        if (refunded + Long.parseLong(parameters.get("amount")) > (long) intent.get("amount_received")) {
            return error(400, "invalid_request_error", "amount_too_large", null);
        }
        var refund = object("re_", "refund", parameters);
        refund.put("payment_intent", intent.get("id"));
        refund.put("currency", intent.get("currency"));
        var method = intent.get("payment_method");
        if (method.equals("pm_card_pendingRefund") || method.equals("pm_card_refundFail")) {
            refund.put("status", "pending");
            end(refund, method.equals("pm_card_refundFail") ? "failure_reason" : null, "expired_or_canceled_card",
                    "succeeded", "refund");
        } else {
            refund.put("status", "succeeded");
        }
        announce("refund.created", refund);
        return new Answer(200, new LinkedHashMap<>(refund));
    }

    private Answer payout(Map<String, String> parameters) {
        var payout = object("po_", "payout", parameters);
        payout.put("status", "pending");
        payout.put("destination", parameters.get("destination"));
        announce("payout.created", payout);
        end(payout, parameters.get("destination").equals("ba_closed") ? "failure_code" : null, "account_closed", "paid",
                "payout");
        return new Answer(200, new LinkedHashMap<>(payout));
    }

    /// @param failure the member that says why; null if it doesn't fail
    private void end(Map<String, Object> object, @org.jspecify.annotations.Nullable String failure, String why,
            String success, String kind) {
        var _ = later.schedule(() -> {
            synchronized (this) {
                object.put("status", failure == null ? success : "failed");
                if (failure != null) {
                    object.put(failure, why);
                }
                announce(kind + (failure != null ? ".failed" : kind.equals("payout") ? ".paid" : ".updated"), object);
            }
        }, LATER_MS, TimeUnit.MILLISECONDS);
    }

    private Map<String, Object> object(String prefix, String kind, Map<String, String> parameters) {
        var object = new LinkedHashMap<String, Object>();
        object.put("id", prefix + "recorded" + ++number);
        object.put("object", kind);
        object.put("amount", Long.parseLong(parameters.get("amount")));
        object.put("currency", parameters.getOrDefault("currency", ""));
        object.put("created", Instant.now().getEpochSecond());
        object.put("livemode", false);
        object.put("metadata", metadata(parameters));
        all.put((String) object.get("id"), object);
        return object;
    }

    private static Map<String, Object> metadata(Map<String, String> parameters) {
        var metadata = new LinkedHashMap<String, Object>();
        parameters.forEach((name, value) -> {
            if (name.startsWith("metadata[")) {
                metadata.put(name.substring("metadata[".length(), name.length() - 1), value);
            }
        });
        return metadata;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> ofObject(Map<String, Object> object) {
        return (Map<String, Object>) object.get("metadata");
    }

    private void announce(String type, Map<String, Object> object) {
        var event = new LinkedHashMap<String, Object>();
        event.put("id", "evt_recorded" + ++number);
        event.put("object", "event");
        event.put("api_version", com.stripe.Stripe.API_VERSION);
        event.put("created", Instant.now().getEpochSecond());
        event.put("type", type);
        event.put("livemode", false);
        event.put("pending_webhooks", 1);
        event.put("data", Map.of("object", new LinkedHashMap<>(object)));
        var signed = SignedWebhook.of("Stripe-Signature", secret, Instant.now(), json.writeValueAsString(event));
        var _ = later.submit(() -> {
            var request = HttpRequest.newBuilder(webhook).header(signed.header(), signed.signature())
                    .POST(HttpRequest.BodyPublishers.ofString(signed.body())).build();
            try {
                return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }
}
