package io.mainstay.payments;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The collection of payments. Ownership is in the query: what somebody may not read isn't found.
interface PaymentRepository extends Repository<Payment, UUID> {

    Payment save(Payment payment);

    void flush();

    /// Without its operations.
    Optional<Payment> findById(UUID id);

    /// What it's for. Other than an entity, it doesn't stay in the session, where a later lock would find it as it was.
    @Query("select p.orderId from Payment p where p.id = :id")
    Optional<UUID> orderOf(UUID id);

    /// As [#orderOf(UUID)], of a payment that the account may make: its own, or one for an organization that it may order for.
    @Query("""
            select p.orderId from Payment p
            where p.id = :id and (p.organizationId is null and p.accountId = :accountId
                or cast(function('access.permits', :accountId, p.organizationId, 'orders:place') as boolean) = true)
            """)
    Optional<UUID> orderOf(UUID accountId, UUID id);

    @Query("select p from Payment p join fetch p.operations where p.id = :id")
    Optional<Payment> findWithOperations(UUID id);

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

    @Query("""
            select p from Payment p join fetch p.operations
            where p.id = :id and (p.accountId = :accountId
                or cast(function('access.permits', :accountId, p.organizationId, 'payments:read') as boolean) = true)
            """)
    Optional<Payment> findReadable(UUID accountId, UUID id);

    @Query("""
            select p from Payment p join fetch p.operations
            where p.orderId = :orderId and p.status <> canceled and (p.accountId = :accountId
                or cast(function('access.permits', :accountId, p.organizationId, 'payments:read') as boolean) = true)
            """)
    Optional<Payment> findReadableOf(UUID accountId, UUID orderId);
}
