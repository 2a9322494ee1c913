using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Telemetry.Tests.Support;

/// <summary>A database of orders.</summary>
internal sealed class OrderContext(SqliteConnection connection) : DbContext
{
    internal DbSet<Order> Orders => Set<Order>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(connection);

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Order>();
}
