package io.mainstay.payments;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The collection of payments.
interface PaymentRepository extends Repository<Payment, UUID> {

    Payment save(Payment payment);

    void flush();

    @Query("select p from Payment p join fetch p.operations where p.id = :id")
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<Payment> lock(UUID id);

    @Query("select p from Payment p join fetch p.operations where p.orderId = :orderId and p.status <> canceled")
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<Payment> lockLiveOf(UUID orderId);

    @Query("""
            select p from Payment p join fetch p.operations
            where p.id = (select o.payment.id from Operation o where o.id = :operationId)
            """)
    Optional<Payment> findWith(UUID operationId);

    @Query("select p from Payment p join fetch p.operations where p.id = :id and p.accountId = :accountId")
    Optional<Payment> findOf(UUID accountId, UUID id);

    @Query("select p from Payment p join fetch p.operations where p.orderId = :orderId and p.status <> canceled")
    Optional<Payment> findLiveOf(UUID orderId);
}
