package io.mainstay.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.method.HandlerMethod;

@IntegrationTest
class AuthorizationIT {

    @Autowired
    Authorization authorization;
    @Autowired
    Roles roles;
    @Autowired
    EndpointGuard guard;
    @Autowired
    RoleBindings bindings;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    ApiClient api;

    private final Caller someone = person(AccountId.next());

    @Test
    void permitsCustomersToShopAndNothingElse() {
        assertThat(Permission.values()).allSatisfy(permission -> assertThat(authorization.permits(someone, permission))
                .isEqualTo(Role.CUSTOMER.includes(permission)));
    }

    @Test
    void permitsAdministratorsEverything() {
        roles.grant(someone.account(), Role.ADMINISTRATOR);
        roles.grant(someone.account(), Role.ADMINISTRATOR);
        roles.grant(someone.account(), Role.CUSTOMER);

        assertThat(Permission.values())
                .allSatisfy(permission -> assertThat(authorization.permits(someone, permission)).isTrue());
        assertThat(authorization.permits(person(AccountId.next()), Permission.CATALOG_MANAGE)).isFalse();
    }

    @Test
    void grantsThroughTheFixture() {
        assertThat(authorization.permits(person(api.administrator().id()), Permission.LEDGER_READ)).isTrue();
    }

    @Test
    void permitsALimitedCredentialNoMoreThanItCovers() {
        roles.grant(someone.account(), Role.ADMINISTRATOR);
        var limited = new Caller(someone.account(), Set.of("ledger:read"), null);

        assertThat(authorization.permits(limited, Permission.LEDGER_READ)).isTrue();
        assertThat(authorization.permits(limited, Permission.CATALOG_MANAGE)).isFalse();
        assertThat(authorization.permits(limited, Permission.ORDERS_READ)).isFalse();
        // what the account may not, no credential gives it
        assertThat(authorization.permits(new Caller(AccountId.next(), Set.of("ledger:read"), null),
                Permission.LEDGER_READ)).isFalse();
    }

    @Test
    void givesNoMoreByALimitedCredentialThanItCovers() {
        roles.grant(someone.account(), Role.ADMINISTRATOR);
        var limited = new Caller(someone.account(), Set.of("roles:manage", "ledger:read"), null);

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> grant(limited, Role.ADMINISTRATOR)).satisfies(
                        refusal -> assertThat(refusal.type()).isEqualTo(AccessProblems.EXCEEDS_OWN_RIGHTS));
        assertThat(authorization.decide(someone.account(), Permission.CATALOG_MANAGE,
                new Resource.Whole(Scope.INSTALLATION), Context.of(limited)).because())
                .isEqualTo(Reason.CREDENTIAL_LIMITED);
        assertThat(grant(someone, Role.SUPPORT).role()).isEqualTo(RoleName.of(Role.SUPPORT));
    }

    private RoleBinding grant(Caller granter, Role role) {
        var receiver = api.signedUp().id();
        return java.util.Objects.requireNonNull(transaction.execute(_ -> bindings.grant(granter, Scope.INSTALLATION,
                receiver, RoleName.of(role))));
    }

    @Test
    void keepsLimitedCredentialsFromWhatConcernsThePersonAlone() throws Exception {
        var endpoint = new HandlerMethod(this, AuthorizationIT.class.getDeclaredMethod("account"));
        var request = new MockHttpServletRequest();

        new Caller(someone.account(), Set.of("orders:read"), null).attachTo(request);
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> preHandle(request, endpoint))
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(HttpProblems.FORBIDDEN));

        someone.attachTo(request);
        assertThat(preHandle(request, endpoint)).isTrue();
    }

    @Test
    void stopsARequestBeforeItsEndpoint() throws Exception {
        var endpoint = new HandlerMethod(this, AuthorizationIT.class.getDeclaredMethod("manage"));
        var request = new MockHttpServletRequest();

        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> preHandle(request, endpoint))
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(HttpProblems.UNAUTHENTICATED));

        someone.attachTo(request);
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> preHandle(request, endpoint))
                .satisfies(refusal -> {
                    assertThat(refusal.type()).isEqualTo(HttpProblems.FORBIDDEN);
                    assertThat(refusal.detail()).contains("catalog:manage");
                });

        roles.grant(someone.account(), Role.ADMINISTRATOR);
        assertThat(preHandle(request, endpoint)).isTrue();
    }

    private boolean preHandle(MockHttpServletRequest request, HandlerMethod endpoint) {
        return guard.preHandle(request, new MockHttpServletResponse(), endpoint);
    }

    private static Caller person(AccountId account) {
        return new Caller(account, null, null);
    }

    @RequiresPermission(Permission.CATALOG_MANAGE)
    void manage() {}

    @ForCallerThemselves
    void account() {}
}
