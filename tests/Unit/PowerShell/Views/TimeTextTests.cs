using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>Points in time, and other values, in the texts of measurements and metadata.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class TimeTextTests
{
    public static TheoryData<object, string> Values => new()
    {
        { new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "2026-01-02T03:04:05.000Z" },
        { new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Unspecified), "2026-01-02T03:04:05.000" },
        {
            new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Local),
            $"2026-01-02T03:04:05.000{new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Local):zzz}"
        },
        { new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-9.5)), "2026-01-02T03:04:05.000-09:30" },
        { 0.1f, "0.1" },
        { 1.50m, "1.50" },
        { 'x', "x" },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void Value_is_shown_as_it_is(object value, string expected)
    {
        using var session = new ModuleSession();

        object? text = session.Run("param($value) [Telemetry.Commands.FieldText]::Of(@{ k = $value })", value).Clean().Single;

        Assert.Equal($"k={expected}", text);
    }
}
