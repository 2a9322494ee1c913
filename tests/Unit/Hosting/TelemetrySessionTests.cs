using System.Management.Automation;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

[Collection(SharedDispatcher.Name)]
public sealed class TelemetrySessionTests
{
    [Fact]
    public void Script_runs_with_arguments_and_returns_its_output()
    {
        using TelemetrySession session = TelemetrySession.Open();

        Assert.Equal([1, 5], session.Run("param($a, $b) $a; $b + 2", 1, 3).Select(item => item.BaseObject));
    }

    [Fact]
    public void Sessions_state_lasts_from_script_to_script()
    {
        using TelemetrySession session = TelemetrySession.Open();
        session.Run("function Double($n) { 2 * $n }");

        Assert.Equal(6, Assert.Single(session.Run("Double 3")).BaseObject);
    }

    [Fact]
    public void File_runs_as_a_script_that_knows_where_it_lies()
    {
        using TelemetrySession session = TelemetrySession.Open();
        using var file = new ScriptOnDisk("param($x) \"$PSScriptRoot|$x\"");

        Assert.Equal($"{Path.GetDirectoryName(file.Path)}|7", Assert.Single(session.RunFile(file.Path, 7)).BaseObject);
    }

    [Fact]
    public void Bad_files_are_told()
    {
        using TelemetrySession session = TelemetrySession.Open();
        using var file = new ScriptOnDisk("if (");

        Assert.Contains(
            "no-such.ps1", Assert.Throws<FileNotFoundException>(() => session.RunFile("no-such.ps1")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => session.RunFile(typeof(TelemetrySession).Assembly.Location));
        Assert.ThrowsAny<RuntimeException>(() => session.RunFile(file.Path));
    }

    [Fact]
    public void Error_of_a_script_comes_out_as_an_exception()
    {
        using TelemetrySession session = TelemetrySession.Open();

        Assert.Equal("bad", Assert.Throws<RuntimeException>(() => session.Run("throw 'bad'")).Message);
    }

    [Fact]
    public void Scripts_from_many_threads_run_one_after_the_other()
    {
        using TelemetrySession session = TelemetrySession.Open();
        session.Run("$global:n = 0");

        Parallel.For(0, 50, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => session.Run("$global:n++"));

        Assert.Equal(50, Assert.Single(session.Run("$global:n")).BaseObject);
    }

    [Fact]
    public void Event_of_the_program_runs_the_handler_of_a_script()
    {
        using TelemetrySession session = TelemetrySession.Open();
        var totals = new System.Collections.Concurrent.ConcurrentQueue<double>();
        session.Run(
            "param($totals) Register-TelemetryHandler audit order.placed { param($n, $m, $d, $c) $c.Enqueue($m.total) } $totals", totals);

        TelemetryDispatcher.Default.Execute("order.placed", [new("total", 12.5)]);

        Assert.Equal([12.5], totals);
    }

    [Fact]
    public void Closed_session_says_so()
    {
        TelemetrySession session = TelemetrySession.Open();
        session.Dispose();
        session.Dispose();

        Assert.Throws<ObjectDisposedException>(() => session.Run("1"));
    }
}
