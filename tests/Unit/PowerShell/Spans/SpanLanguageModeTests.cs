using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>Spans in a session of constrained language, where a script cannot call a .NET method.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class SpanLanguageModeTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly SpanRecorder _events = new();

    public SpanLanguageModeTests() =>
        _session.Run("$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'").Clean();

    public void Dispose()
    {
        _events.Dispose();
        _session.Dispose();
    }

    [Theory]
    [InlineData(
        "Invoke-TelemetrySpan x { $_.Name; $args[0].Name; $_.Metadata.rows = 3; $_.Metadata.rows; $_.Measurements['n'] = 1 }",
        "x x 3")]
    [InlineData("1, 2 | Invoke-TelemetrySpan x { param($span) process { $_ } end { $span.Name } }", "1 2 x")]
    [InlineData("$span = Start-TelemetrySpan x; $span.Metadata.rows = 3; Stop-TelemetrySpan $span; $span.IsEnded", "True")]
    [InlineData("Invoke-TelemetrySpan x { Stop-TelemetrySpan $_; $_.IsEnded }", "True")]
    public void Span_is_at_hand(string script, string expected)
    {
        Assert.Equal(expected, string.Join(" ", _session.Run(script).Clean().Output));
        Assert.Equal(["x.start", "x.stop"], _events.Names);
    }

    [Theory]
    [InlineData("Invoke-TelemetrySpan x { $ExecutionContext.SessionState.LanguageMode }")]
    [InlineData("Invoke-TelemetrySpan x { $null = $_; $ExecutionContext.SessionState.LanguageMode }")]
    public void S09_block_is_constrained(string script)
    {
        Assert.Equal(PSLanguageMode.ConstrainedLanguage, _session.Run(script).Clean().Single);
        Assert.NotNull(_session.Run(script.Replace("$Exec", "[System.IO.File]::Exists('x'); $Exec", StringComparison.Ordinal)).Error);
    }

    [Fact]
    public void C31_stopped_span_ends_and_handlers_of_the_session_hear_of_it()
    {
        using var ready = new ManualResetEventSlim();
        using HandlerRegistration signal = TelemetryDispatcher.Default.Attach(
            "signal", "block.runs", (in EventData _, object? _) => ready.Set());
        _session.Run(
            "$global:heard = @{ }; "
                + "Register-TelemetryHandler h x.exception { param($n, $m, $d, $c) $c['kind'] = $d.kind } $global:heard").Clean();
        using var pipeline = PowerShell.Create(_session.Session.Runspace);
        pipeline.AddScript("Invoke-TelemetrySpan x { $null = $_; Invoke-TelemetryEvent block.runs; while ($true) { } }");

        IAsyncResult run = pipeline.BeginInvoke();
        Threads.WaitFor(ready);
        pipeline.Stop();

        Assert.ThrowsAny<PipelineStoppedException>(() => pipeline.EndInvoke(run));
        Assert.Equal(typeof(PipelineStoppedException).FullName, _session.Run("$global:heard['kind']").Clean().Single);
    }

    [Fact]
    public void S09_block_of_a_constrained_session_stays_constrained_in_a_trusted_modules_function()
    {
        using var session = new ModuleSession();
        session.Run(
            "$null = New-Module -Name Trusted { function Invoke-Given($block) { Invoke-TelemetrySpan x $block } } | "
                + "Import-Module -PassThru").Clean();
        session.Run("$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'").Clean();

        ScriptResult result = session.Run("Invoke-Given { $_.Name; $ExecutionContext.SessionState.LanguageMode }");

        Assert.Equal(["x", PSLanguageMode.ConstrainedLanguage], result.Clean().Output);
    }
}
