package io.mainstay.authorization;

import io.mainstay.caller.Caller;
import io.mainstay.caller.OpenToEveryone;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/// A program whose authors forgot to check: while it's on, every permission is held by everybody, and no query that works
/// for somebody who is known asks whose the rows are.
@TestComponent
class ForgottenChecks implements BeanPostProcessor {

    private static final Pattern PROTECTED = Pattern.compile("""
            (orders\\.customer_order|payments\\.payment|payouts\\.payout|auth\\.session|apikeys\\.(service_account|api_key)\
            |factors\\.(totp|recovery_code|passkey)|signin\\.identity|securitylog\\.event|oauth\\.(consent|authorization_grant)\
            |jobs\\.job|organizations\\.(organization|member|invitation))\\b""");
    private static final Pattern OWNER = Pattern
            .compile("([\\w.]*(?:\\baccount_id|organization_id|owner_id|\\bi\\.email))\\s*=\\s*\\?");
    private static final Pattern TENANT = Pattern.compile("access\\.permits\\(([^()]*)\\)");

    private volatile boolean on;

    void during(Runnable work) {
        on = true;
        try {
            work.run();
        } finally {
            on = false;
        }
    }

    /// What the test itself does in between, as the program would be.
    <T> T except(Supplier<T> work) {
        var was = on;
        on = false;
        try {
            return work.get();
        } finally {
            on = was;
        }
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return switch (bean) {
            case DataSource database -> ProxyDataSourceBuilder.create(database)
                    .queryTransformer(statement -> withoutOwner(statement.getQuery())).build();
            case Authorization authorization -> permissive(authorization);
            default -> bean;
        };
    }

    /// Parameters stay where they are, so that they keep their numbers.
    String withoutOwner(String statement) {
        if (!on || !isForSomebody() || !PROTECTED.matcher(statement).find() || statement.startsWith("insert")) {
            return statement;
        }
        // what an update sets stays
        var conditions = Math.max(0, statement.indexOf("where"));
        return statement.substring(0, conditions) + TENANT
                .matcher(OWNER.matcher(statement.substring(conditions)).replaceAll("($1 = ? or true)"))
                .replaceAll("(access.permits($1) or true)");
    }

    /// Before a log-in there is nobody whose rows they could be.
    private static boolean isForSomebody() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                && Caller.of(attributes.getRequest()).isPresent()
                && !(attributes.getRequest().getAttribute(
                        HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod endpoint
                        && endpoint.hasMethodAnnotation(OpenToEveryone.class));
    }

    private Object permissive(Authorization authorization) {
        var factory = new ProxyFactory(authorization);
        factory.setProxyTargetClass(true);
        factory.addAdvice((org.aopalliance.intercept.MethodInterceptor) call -> {
            if (!on) {
                return call.proceed();
            }
            var answer = call.getMethod().getReturnType();
            return answer == boolean.class
                    ? Boolean.TRUE
                    : answer == Decision.class ? Decision.permitted(Reason.values()[0], "forgotten") : call.proceed();
        });
        return factory.getProxy();
    }
}
