package io.mainstay.signin;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.Semaphore;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls providers over HTTP: with time-outs, without following redirects, a bounded number at once and of bounded
/// answers. Never called in a transaction.
@Component
class ProviderCalls {

    private static final int MAX_BYTES = 262_144;
    private static final int OK = 200;

    private final RestClient http;
    private final Semaphore calls;
    private final JsonMapper json = new JsonMapper();

    ProviderCalls(SignInSettings settings) {
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(settings.providerConnectTimeout()).build();
        var requests = new JdkClientHttpRequestFactory(client, new VirtualThreadTaskExecutor("sign-in-"));
        requests.setReadTimeout(settings.providerReadTimeout());
        this.http = RestClient.builder().requestFactory(requests).build();
        this.calls = new Semaphore(settings.maxProviderCalls());
    }

    /// @throws ProviderFailure if it doesn't answer, or not as it should
    JsonNode get(String address) {
        return call(http.get().uri(URI.create(address)).accept(MediaType.APPLICATION_JSON));
    }

    /// @throws ProviderFailure if it doesn't answer, or not as it should
    JsonNode post(String address, String clientId, String clientSecret, MultiValueMap<String, String> form) {
        return call(http.post().uri(URI.create(address)).accept(MediaType.APPLICATION_JSON)
                .headers(headers -> headers.setBasicAuth(clientId, clientSecret))
                .contentType(MediaType.APPLICATION_FORM_URLENCODED).body(form));
    }

    private JsonNode call(RestClient.RequestHeadersSpec<?> request) {
        if (!calls.tryAcquire()) {
            throw new ProviderFailure("too many calls at once");
        }
        try {
            return request.exchangeForRequiredValue((_, answer) -> {
                var bytes = answer.getBody().readNBytes(MAX_BYTES + 1);
                if (answer.getStatusCode().value() != OK || bytes.length > MAX_BYTES) {
                    throw new ProviderFailure("it answers " + answer.getStatusCode().value() + " with " + bytes.length
                            + " bytes");
                }
                return json.readTree(bytes);
            });
        } catch (RestClientException | JacksonException failed) {
            throw new ProviderFailure("it does not answer as it should: " + failed.getClass().getSimpleName(), failed);
        } finally {
            calls.release();
        }
    }
}
