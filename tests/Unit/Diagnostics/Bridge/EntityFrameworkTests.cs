using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>The messages of Entity Framework Core, with Sqlite in memory.</summary>
[Collection(nameof(EntityFrameworkTests))]
public sealed class EntityFrameworkTests : IDisposable
{
    private const string Command = "microsoft.entityframeworkcore.database.command.";
    private const string Update = "microsoft.entityframeworkcore.update.";
    private const string Secret = "hunter2";

    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public EntityFrameworkTests()
    {
        _connection.Open();
        using var orders = new OrderContext(_connection);
        orders.Database.EnsureCreated();
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public async Task B2_command_has_a_duration()
    {
        using SourceRecorder source = Listen();

        await using (var orders = new OrderContext(_connection))
        {
            await orders.Orders.Where(order => order.Customer == Secret).ToListAsync(TestContext.Current.CancellationToken);
        }

        Assert.Single(source.Names, Command + "commandexecuting");
        EventRecord executed = source.Single(Command + "commandexecuted");
        Assert.True(executed.Measurements.ContainsKey("duration"), executed.ToString());
    }

    [Fact]
    public void B2_command_that_fails_is_one_error()
    {
        using SourceRecorder source = Listen();

        using (var orders = new OrderContext(_connection))
        {
            Assert.Throws<SqliteException>(() => orders.Database.ExecuteSqlRaw("insert into nowhere values (1)"));
        }

        Assert.DoesNotContain(Command + "commandexecuted", source.Names);
        EventRecord error = source.Single(Command + "commanderror");
        Assert.True(error.Measurements.ContainsKey("duration"), error.ToString());
        Assert.Equal("Microsoft.Data.Sqlite.SqliteException", error.Metadata["exception.type"].ToString());
    }

    [Fact]
    public void B2_saved_changes_have_a_number()
    {
        using SourceRecorder source = Listen();

        using (var orders = new OrderContext(_connection))
        {
            orders.AddRange(new Order { Customer = Secret }, new Order { Customer = "a" });
            orders.SaveChanges();
        }

        Assert.Single(source.Names, Update + "savechangesstarting");
        Assert.Equal("2", source.Single(Update + "savechangescompleted").Measurements["entitiessavedcount"].ToString());
    }

    [Fact]
    public void B2_changes_that_cannot_be_saved_are_one_failure()
    {
        using SourceRecorder source = Listen();

        using (var orders = new OrderContext(_connection))
        {
            orders.Add(new Order { Customer = null! });
            Assert.Throws<DbUpdateException>(() => orders.SaveChanges());
        }

        Assert.Single(source.Names, Update + "savechangesfailed");
        Assert.DoesNotContain(Update + "savechangescompleted", source.Names);
    }

    [Fact]
    public void B2_statements_and_values_are_not_recorded_by_default()
    {
        using SourceRecorder source = Listen();

        using (var orders = new OrderContext(_connection))
        {
            orders.Add(new Order { Customer = Secret });
            orders.SaveChanges();
            Assert.Single(orders.Orders.Where(order => order.Customer == Secret).ToList());
            Assert.Throws<SqliteException>(() => orders.Database.ExecuteSqlRaw($"insert into nowhere values ('{Secret}')"));
        }

        Assert.NotEmpty(source.Records);
        Assert.DoesNotContain(source.Records, record => record.ToString().Contains(Secret, StringComparison.OrdinalIgnoreCase));
        Assert.Empty(source.Source.Dropped);
    }

    private static SourceRecorder Listen() => new("Microsoft.EntityFrameworkCore", SourceKind.DiagnosticListener);
}
