using System.Globalization;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>The arguments of parameters that are durations.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class DurationTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("5", 5.0)]
    [InlineData("0", 0.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("1e2", 100.0)]
    [InlineData("'5'", 5.0)]
    [InlineData("'0.25'", 0.25)]
    [InlineData("([object]5)", 5.0)]
    [InlineData("([psobject]0.5)", 0.5)]
    [InlineData("([decimal]2)", 2.0)]
    [InlineData("500ms", 0.5)]
    [InlineData("10s", 10.0)]
    [InlineData("0.5s", 0.5)]
    [InlineData("5m", 300.0)]
    [InlineData("1.5min", 90.0)]
    [InlineData("1h", 3600.0)]
    [InlineData("1d", 86400.0)]
    [InlineData("1.5D", 129600.0)]
    [InlineData("'1 d'", 86400.0)]
    [InlineData("'250us'", null)]
    [InlineData("12.5\u00b5s", 0.0000125)]
    [InlineData("'00:00:05'", 5.0)]
    [InlineData("'1.00:00:00'", 86400.0)]
    [InlineData("([timespan]::FromMinutes(1))", 60.0)]
    [InlineData("soon", null)]
    [InlineData("''", null)]
    [InlineData("d", null)]
    [InlineData("10y", null)]
    [InlineData("5kb", null)]
    [InlineData("1h30m", null)]
    [InlineData("NaN", null)]
    [InlineData("1e300", null)]
    [InlineData("(1, 2)", null)]
    [InlineData("$true", null)]
    [InlineData("@{ a = 1 }", null)]
    public void Duration_is_a_time_span_a_number_of_seconds_or_a_number_with_a_unit(string argument, double? seconds)
    {
        // Numbers are written with a point, whatever the culture.
        _session.Run(
            "param($culture) [System.Threading.Thread]::CurrentThread.CurrentCulture = $culture", CultureInfo.GetCultureInfo("sv-SE"));

        ScriptResult result = _session.Run($"Register-TelemetryHandler h wrong.a {{ }} -Buffered -DrainTimeout {argument}");

        if (seconds is { } expected)
        {
            result.Clean();
            HandlerRegistration handler = Assert.Single(TelemetryDispatcher.Default.List()).Registration;
            Assert.Equal(TimeSpan.FromSeconds(expected), handler.Options.Buffer!.DrainTimeout);
        }
        else
        {
            Assert.StartsWith("ParameterArgumentTransformationError,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains(
                "is not a duration. Give a number of seconds, such as 10 or 0.5; a number with a unit, such as 500ms, 10s, 5m, 1h or 1d; "
                    + "or a TimeSpan.",
                result.Error.ToString(),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Each_parameter_that_is_a_time_span_takes_durations()
    {
        object?[] without = [.. _session.Run(
            """
            foreach ($command in Get-Command -Module Telemetry) {
                foreach ($parameter in $command.Parameters.Values) {
                    $isDuration = $parameter.ParameterType -in [timespan], [Nullable[timespan]]
                    if ($isDuration -and $parameter.Attributes.ForEach({ $_.GetType().Name }) -notcontains 'DurationAttribute') {
                        "$($command.Name) -$($parameter.Name)"
                    }
                }
            }
            """).Clean().Output];

        Assert.Empty(without);
    }
}
