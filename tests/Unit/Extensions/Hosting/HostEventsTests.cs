using System.Reflection;
using Microsoft.Extensions.Logging;
using Telemetry.Extensions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

/// <summary>The entries of the library in the log of a program.</summary>
public sealed class HostEventsTests
{
    private static (string Category, LogLevel Level, EventId Id)[] All =>
    [
        .. typeof(TelemetryBuilder).Assembly.GetType("Telemetry.Extensions.HostEvents", throwOnError: true)!
            .GetProperties(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(property => property.GetValue(null)!)
            .Select(kind => ($"Telemetry.{Get(kind, "Area")}", (LogLevel)Get(kind, "Level"), (EventId)Get(kind, "Id"))),
    ];

    [Fact]
    public void Each_kind_of_entry_has_an_id_of_its_own_in_its_category()
    {
        Assert.NotEmpty(All);
        Assert.Equal(All.Length, All.DistinctBy(kind => (kind.Category, kind.Id.Id)).Count());
    }

    [Fact]
    public void Page_about_logging_lists_each_kind_of_entry()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "logging-csharp.md"));

        Assert.All(All, kind => Assert.Contains(
            $"| `{kind.Category}` | `{kind.Level}`, event id {kind.Id.Id}, `{kind.Id.Name}` |", page, StringComparison.Ordinal));
    }

    private static object Get(object kind, string property) => kind.GetType().GetProperty(property)!.GetValue(kind)!;
}
