package io.mainstay.orders;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The collection of orders. Ownership is in the query: somebody else's order isn't found. What one has placed one may
/// read; what was placed for an organization its members may read, pay and cancel, as far as their roles permit.
interface OrderRepository extends Repository<Order, UUID> {

    Order save(Order order);

    void flush();

    /// Costs nothing if the transaction has read it before.
    Optional<Order> findById(UUID id);

    @Query("""
            select o from Order o left join fetch o.lines
            where o.id = :id and (o.accountId = :accountId
                or cast(function('access.permits', :accountId, o.organizationId, 'orders:read') as boolean) = true)
            """)
    Optional<Order> findReadable(UUID accountId, UUID id);

    /// To pay or to cancel it: for an organization, no longer than one may place its orders.
    @Query("""
            select o from Order o
            where o.id = :id and (o.organizationId is null and o.accountId = :accountId
                or cast(function('access.permits', :accountId, o.organizationId, 'orders:place') as boolean) = true)
            """)
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<Order> lockActionable(UUID accountId, UUID id);

    /// With its lines: who locks it by its id alone goes on to tell about them.
    @Query("select o from Order o join fetch o.lines where o.id = :id")
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<Order> lock(UUID id);
}
