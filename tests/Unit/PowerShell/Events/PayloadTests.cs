using System.Globalization;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

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
    [InlineData("@{ n = 1.5d }", typeof(decimal))]
    [InlineData("@{ n = [uint64]::MaxValue }", typeof(ulong))]
    [InlineData("@{ n = [float] 1.5 }", typeof(double))]
    [InlineData("@{ n = [bigint] 5 }", typeof(long))]
    [InlineData("@{ n = [bigint] [uint64]::MaxValue + 1 }", typeof(decimal))]
    [InlineData("@{ n = [DateTimeOffset]::Now }", typeof(DateTimeOffset))]
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

    [Theory]
    [InlineData("[uint64]::MaxValue")]
    [InlineData("[decimal]::MaxValue")]
    [InlineData("[bigint]::Pow(2, 64)")]
    [InlineData("[psobject] [uint64]::MaxValue")]
    public void Number_is_measured_exactly(string number)
    {
        ScriptResult result = _session.Run(
            $$"""
            Register-TelemetryHandler h a.b { param($n, $m) $script:got = $m.n }
            Invoke-TelemetryEvent a.b @{ n = {{number}} }
            ($script:got - {{number}}) -eq 0
            """);

        Assert.Equal(true, result.Clean().Single);
    }

    [Theory]
    [InlineData("[char] 'x'", "*System.Char*-Metadata*")]
    [InlineData("[DayOfWeek]::Monday", "*System.DayOfWeek*-Metadata*")]
    [InlineData("[guid]::Empty", "*System.Guid*-Metadata*")]
    [InlineData("[bigint]::Pow(2, 96)", "*too large*`[double`]*")]
    public void What_is_no_number_or_would_be_rounded_is_not_measured(string value, string message)
    {
        ScriptResult result = _session.Run(
            $$"""
            Register-TelemetryHandler h a.b { $script:got = $true }
            foreach ($measurements in @{ n = {{value}} }, {{value}}) {
                $problem = $null
                try { Invoke-TelemetryEvent a.b $measurements -ErrorAction Stop } catch { $problem = $_ }
                $problem.FullyQualifiedErrorId -like 'InvalidMeasurement,*'
            }
            try { Invoke-TelemetryEvent a.b @{ n = {{value}} } -ErrorAction Stop } catch { "$_" -like '{{message}}' }
            $null -eq $script:got
            """);

        Assert.Equal([true, true, true, true], result.Clean().Output);
    }

    [Theory]
    [InlineData("[char] 'x'")]
    [InlineData("[byte] 5")]
    [InlineData("[uint16] 5")]
    [InlineData("[uint64]::MaxValue")]
    [InlineData("[float] 0.1")]
    [InlineData("1.50d")]
    [InlineData("[bigint]::Pow(2, 96)")]
    [InlineData("[guid]::Empty")]
    [InlineData("[DayOfWeek]::Monday")]
    [InlineData("[version] '1.2'")]
    [InlineData("[timespan]::FromSeconds(1)")]
    [InlineData("[DateTimeOffset]::new(2026, 1, 2, 3, 4, 5, [timespan]::FromHours(2))")]
    [InlineData("[psobject] [char] 'x'")]
    public void Metadata_keeps_the_type_and_value_of(string value)
    {
        ScriptResult result = _session.Run(
            $$"""
            $value = {{value}}
            Register-TelemetryHandler h a.b { param($n, $m, $d) $script:got = $d.k }
            Invoke-TelemetryEvent a.b -Metadata @{ k = $value }
            $script:got.GetType() -eq $value.GetType(); $script:got -eq $value
            """);

        Assert.Equal([true, true], result.Clean().Output);
    }

    [Theory]
    [InlineData("[datetime]::Now", "Local")]
    [InlineData("[psobject] [datetime]::Now", "Local")]
    [InlineData("[datetime]::UtcNow", "Utc")]
    [InlineData("[datetime] '2026-01-02'", "Unspecified")]
    public void Time_keeps_its_kind(string time, string kind)
    {
        ScriptResult result = _session.Run(
            $$"""
            $time = {{time}}
            Register-TelemetryHandler h a.b { param($n, $m, $d) $script:got = $m.at, $d.at }
            Invoke-TelemetryEvent a.b @{ at = $time } @{ at = $time }
            foreach ($got in $script:got) { "$($got.Kind)"; $got.Ticks - $time.Ticks }
            """);

        Assert.Equal([kind, 0L, kind, 0L], result.Clean().Output);
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
                    $m.PSBase.Keys -join ','; $m.PSBase.Values -join ','
                    $m.GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value + 1)" }
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
            Register-TelemetryHandler h a.b {
                param($n, $m, $d)
                $script:got = ($m.PSBase.Keys -join ',') + ' ' + ($d.PSBase.Keys -join ',')
            }
            [pscustomobject]@{
                EventName = 'a.b'
                Measurements = [pscustomobject]@{ z = 1; y = 2; x = 3 }
                Metadata = [ordered]@{ q = 1; p = 2 }
            } |
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
