package io.mainstay.rowsecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.mainstay.IntegrationTest;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// A transaction that fails while it begins, as when its connection breaks just then.
@IntegrationTest
class TransactionCallerIT {

    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    JdbcClient database;
    @Autowired
    DataSource pool;

    @AfterEach
    void endRequest() {
        RequestContextHolder.resetRequestAttributes();
    }

    /// A timer's thread is the same each time, and the pool has an end.
    @Test
    void leavesNothingBehindOnItsThreadOrOutOfThePool() throws SQLException {
        var transaction = new TransactionTemplate(transactions);
        var failing = new MockHttpServletRequest() {
            @Override
            public Object getAttribute(String name) {
                throw new IllegalStateException("the connection broke");
            }
        };
        for (var round = 0; round < 2 * pool.unwrap(HikariDataSource.class).getMaximumPoolSize(); round++) {
            RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(failing));
            assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> {
                throw new AssertionError("it has begun");
            })).isInstanceOf(CannotCreateTransactionException.class);
            assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isFalse();
            assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isFalse();
            assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
        }
        RequestContextHolder.resetRequestAttributes();
        assertThat(transaction.<Integer>execute(_ -> database.sql("select 1").query(Integer.class).single()))
                .isEqualTo(1);
    }
}
