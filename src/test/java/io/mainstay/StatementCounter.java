package io.mainstay;

import io.mainstay.problem.Problems;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.slf4j.MDC;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestComponent;

/// Counts round trips and commits per request, by the request's id: whatever else runs meanwhile doesn't count.
@TestComponent
public class StatementCounter implements BeanPostProcessor {

    private static final String COMMIT = "commit";

    private final Map<String, List<String>> byRequest = new ConcurrentHashMap<>();

    /// Statements in their order, each batch as one, and `commit` for each commit.
    public List<String> of(String requestId) {
        return byRequest.getOrDefault(requestId, List.of());
    }

    public long commits(String requestId) {
        return of(requestId).stream().filter(COMMIT::equals).count();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource database
                ? ProxyDataSourceBuilder.create(database).listener(new Statements()).methodListener(new Commits())
                        .build()
                : bean;
    }

    private void note(String what) {
        var request = MDC.get(Problems.REQUEST_ID);
        if (request != null) {
            byRequest.computeIfAbsent(request, _ -> new CopyOnWriteArrayList<>()).add(what);
        }
    }

    private final class Statements implements QueryExecutionListener {

        @Override
        public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
            note(queries.isEmpty() ? "batch" : queries.getFirst().getQuery());
        }

        @Override
        public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {}
    }

    private final class Commits implements MethodExecutionListener {

        @Override
        public void beforeMethod(MethodExecutionContext context) {
            if (context.getMethod().getName().equals(COMMIT)) {
                note(COMMIT);
            }
        }

        @Override
        public void afterMethod(MethodExecutionContext context) {}
    }
}
