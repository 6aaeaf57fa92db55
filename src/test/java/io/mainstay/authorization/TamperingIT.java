package io.mainstay.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.authorization.Cast.Actor;
import io.mainstay.authorization.Cast.Thing;
import io.mainstay.catalog.Catalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Requests to every endpoint that say more, or something else, than they should.
@IntegrationTest
class TamperingIT {

    @Autowired
    ApiClient api;
    @Autowired
    Catalog catalog;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    Roles roles;
    @Autowired
    Owner owner;
    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    private Cast cast;

    @BeforeEach
    void invite() {
        cast = new Cast(api, catalog, transactions, roles);
    }

    /// Members that no request has, whatever they'd do if something took them.
    @Test
    void takesNoMembersThatItDoesNotKnow() {
        var extra = Map.<String, Object>of("role", "ADMINISTRATOR", "isAdmin", true, "emailVerifiedAt",
                "2026-01-01T00:00:00Z", "version", 7, "balance", 1);
        var taken = new ArrayList<String>();
        endpoints((method, endpoint) -> {
            if (Arrays.stream(endpoint.handler().getMethodParameters())
                    .noneMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class))) {
                return;
            }
            var answer = status(method, endpoint.pattern(), Actor.ADMINISTRATOR, extra, _ -> {
            });
            // 403 and 404: of what isn't the administrator's; 401: of the log-ins, whose body comes first all the same
            if (answer < 400 || answer >= 500) {
                taken.add(method + " " + endpoint.pattern() + ": " + answer);
            }
        });
        assertThat(taken).isEmpty();
        assertThat(owner.jdbc().sql("select count(*) from access.role_binding where account_id = :id")
                .param("id", cast.owner().id().value()).query(Long.class).single()).isEqualTo(1);
    }

    @Test
    void doesNothingForMethodsThatItDoesNotKnow() {
        var known = new TreeMap<String, List<String>>();
        endpoints((method, endpoint) -> known.computeIfAbsent(endpoint.pattern(), _ -> new ArrayList<>()).add(method));
        var done = new ArrayList<String>();
        known.forEach((pattern, methods) -> {
            for (var method : List.of("PUT", "PATCH", "DELETE", "POST", "TRACE", "PROPFIND")) {
                if (methods.contains(method)) {
                    continue;
                }
                var answer = status(method, pattern, Actor.ADMINISTRATOR, Map.of(), _ -> {
                });
                if (answer < 400 || answer >= 500) {
                    done.add(method + " " + pattern + ": " + answer);
                }
            }
        });
        assertThat(done).isEmpty();
    }

    /// Headers by which careless proxies and frameworks are told who somebody is, or what was meant.
    @Test
    void believesNoHeaderAboutWhoAsks() {
        var somebody = cast.owner().id().toString();
        var headers = Map.of("X-User-Id", somebody, "X-Forwarded-User", somebody, "X-Remote-User",
                somebody,
                "X-Original-URL", "/v1/products", "X-Rewrite-URL", "/v1/products", "X-HTTP-Method-Override", "GET",
                "X-Forwarded-For", "127.0.0.1", "Forwarded", "for=127.0.0.1;proto=https", "X-Role", "ADMINISTRATOR");
        var let = new ArrayList<String>();
        endpoints((method, endpoint) -> {
            var without = status(method, endpoint.pattern(), Actor.ANONYMOUS, Map.of(), _ -> {
            });
            var with = status(method, endpoint.pattern(), Actor.ANONYMOUS, Map.of(),
                    sent -> headers.forEach(sent::set));
            if (with != without) {
                let.add(method + " " + endpoint.pattern() + ": " + with + " instead of " + without);
            }
        });
        assertThat(let).isEmpty();
    }

    private record Endpoint(String pattern, HandlerMethod handler) {}

    private void endpoints(BiConsumer<String, Endpoint> visit) {
        mapping.getHandlerMethods().forEach((info, handler) -> EndpointRule.of(handler).ifPresent(_ -> {
            for (var pattern : info.getPatternValues()) {
                for (var method : info.getMethodsCondition().getMethods().stream().map(Enum::name)
                        .collect(Collectors.toList())) {
                    visit.accept(method, new Endpoint(pattern, handler));
                }
            }
        }));
    }

    private int status(String method, String pattern, Actor actor, Map<String, Object> body,
            java.util.function.Consumer<HttpHeaders> headers) {
        var address = cast.address(pattern, Cast.thingsOf(pattern).getFirst() == Thing.NONE ? Thing.NONE : Thing.OWN);
        var session = cast.session(actor);
        return api
                .send(HttpMethod.valueOf(method), address, method.equals("GET") || method.equals("TRACE") ? null : body,
                        sent -> {
                            if (session != null) {
                                sent.setBearerAuth(session.token());
                            }
                            if (!method.equals("GET")) {
                                sent.set("Idempotency-Key", UUID.randomUUID().toString());
                                sent.setIfMatch("\"0\"");
                            }
                            headers.accept(sent);
                        })
                .expectBody(String.class).returnResult().getStatus().value();
    }
}
