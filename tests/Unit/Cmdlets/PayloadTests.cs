using System.Globalization;

namespace Telemetry.Tests.Cmdlets;

/// <summary>Measurements and metadata, from a script and back to one.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class PayloadTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("@{ n = 1 }", typeof(int))]
    [InlineData("@{ n = [long]1 }", typeof(long))]
    [InlineData("@{ n = 1.5 }", typeof(double))]
    [InlineData("@{ n = 1.5d }", typeof(double))]
    [InlineData("@{ n = [byte]1 }", typeof(int))]
    [InlineData("@{ n = [timespan]::FromSeconds(1) }", typeof(TimeSpan))]
    [InlineData("@{ n = [datetime]::Now }", typeof(DateTime))]
    [InlineData("@{ n = '1' }", typeof(int))]
    [InlineData("@{ n = [psobject]1 }", typeof(int))]
    [InlineData("[ordered]@{ n = 1 }", typeof(int))]
    [InlineData("[pscustomobject]@{ n = 1 }", typeof(int))]
    public void Measurement_is_a_number_a_timespan_or_a_time(string measurements, Type expected)
    {
        ScriptResult result = _session.Run(
            $$"""
            Register-TelemetryHandler h a.b { param($n, $m) $script:got = $m.n }
            Invoke-TelemetryEvent a.b ({{measurements}})
            $script:got
            """);

        Assert.IsType(expected, result.Clean().Single);
    }

    [Fact]
    public void Numeric_string_is_read_in_the_invariant_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = new CultureInfo("de-DE");
            ScriptResult result = _session.Run(
                """
                Register-TelemetryHandler h a.b { param($n, $m) $script:got = $m.n }
                Invoke-TelemetryEvent a.b @{ n = '12.5' }
                $script:got
                """);

            Assert.Equal(12.5, result.Clean().Single);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            CultureInfo.DefaultThreadCurrentCulture = null;
        }
    }

    [Fact]
    public void Metadata_keeps_the_type_and_identity_of_its_values()
    {
        var marker = new object();
        ScriptResult result = _session.Run(
            """
            param($marker)
            Register-TelemetryHandler h a.b { param($n, $m, $d) $script:got = $d }
            Invoke-TelemetryEvent a.b @{ } @{ status = 200; marker = $marker; none = $null; list = 1, 2 }
            $script:got.status; $script:got.marker; $script:got.list.Count; $script:got.ContainsKey('none')
            """,
            marker);

        Assert.Equal([200, marker, 2, true], result.Clean().Output);
    }

    [Fact]
    public void Measurements_and_metadata_are_plain_objects_whichever_way_a_script_looks()
    {
        ScriptResult result = _session.Run(
            """
            Set-StrictMode -Version Latest
            $counts = @{}
            Register-TelemetryHandler h a.b {
                param($n, $m, $d, $counts)
                $counts[$d['route']]++
                $script:got = @(
                    $m.ms + 1; $m['ms'] + 1; $m['ms'] -gt 2; $null -eq $m['nope']; $m.Contains('MS')
                    $m.Keys -join ','; $m.Values -join ','; $m.GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value + 1)" }
                    $_.Measurements['ms'] + 1
                )
            } $counts
            Invoke-TelemetryEvent a.b @{ ms = 3 } @{ route = '/u' }
            $script:got
            $counts['/u']
            """);

        Assert.Equal([4, 4, true, true, true, "ms", "3", "ms=4", 4, 1], result.Clean().Output);
    }

    [Fact]
    public void Properties_of_an_object_keep_their_order()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h a.b { param($n, $m, $d) $script:got = ($m.Keys -join ',') + ' ' + ($d.Keys -join ',') }
            [pscustomobject]@{ EventName = 'a.b'; Measurements = [pscustomobject]@{ z = 1; y = 2; x = 3 }; Metadata = [ordered]@{ q = 1; p = 2 } } |
                Invoke-TelemetryEvent
            $script:got
            """);

        Assert.Equal("z,y,x q,p", result.Clean().Single);
    }

    [Fact]
    public void Metadata_is_read_only()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h a.b { param($n, $m, $d) $d.route = 'other' }
            Invoke-TelemetryEvent a.b @{ } @{ route = '/' }
            """);

        Assert.Contains("read-only", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }
}
