package io.mainstay.authorization;

import java.util.regex.Pattern;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestComponent;

/// A program whose authors forgot to check: while it's on, every permission is held by everybody, and no query of orders
/// and payments asks whose they are.
@TestComponent
class ForgottenChecks implements BeanPostProcessor {

    private static final Pattern PROTECTED = Pattern.compile("orders\\.customer_order|payments\\.payment");
    private static final Pattern OWNER = Pattern.compile("([\\w.]*(?:account|organization)_id)\\s*=\\s*\\?");
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
        if (!on || !PROTECTED.matcher(statement).find() || statement.startsWith("insert")) {
            return statement;
        }
        return TENANT.matcher(OWNER.matcher(statement).replaceAll("($1 = ? or true)"))
                .replaceAll("(access.permits($1) or true)");
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
