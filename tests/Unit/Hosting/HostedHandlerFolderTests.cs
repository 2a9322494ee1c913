using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemetry.Extensions;
using Telemetry.Hosting;
using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

[Collection(SharedDispatcher.Name)]
public sealed class HostedHandlerFolderTests : IAsyncDisposable
{
    private const string Recording =
        "Register-TelemetryHandler record service.* { param($n, $m, $d, $c) $c.Enqueue(\"$n\") } $Seen";

    private readonly HostOfScripts _program = new();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Events_that_are_queued_are_handled_at_the_stop()
    {
        _program.Write(
            "handlers",
            "queue.ps1",
            "Register-TelemetryHandler queue queued -Buffered { param($n, $m, $d, $c) $c.Enqueue($m.n) } $Seen");
        AddFolder("handlers");
        await _program.StartAsync();

        for (int i = 0; i < 500; i++)
        {
            TelemetryDispatcher.Default.Execute("queued", [new("n", i)]);
        }

        await _program.StopAsync();

        Assert.Equal(Enumerable.Range(0, 500), _program.Seen.Cast<int>());
    }

    [Fact]
    public async Task Missing_folder_keeps_the_host_from_starting()
    {
        AddFolder("no-such");

        var error = await Assert.ThrowsAsync<DirectoryNotFoundException>(_program.StartAsync);

        Assert.Contains($"There is no folder '{_program.PathOf("no-such")}'.", error.Message, StringComparison.Ordinal);
        Assert.Contains("IsOptional", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Optional_folder_is_loaded_when_it_is_made()
    {
        using var loaded = new ManualResetEventSlim();
        AddFolder("later", options =>
        {
            options.IsOptional = true;
            options.QuietTime = TimeSpan.FromMilliseconds(10);
            options.PollInterval = TimeSpan.FromMilliseconds(20);
        });
        HandlerFolder folder = _program.Host.Services.GetRequiredService<HandlerFolder>();
        folder.Reloaded += (_, _) => loaded.Set();
        await _program.StartAsync();
        Assert.Equal([$"There is no handler folder {_program.PathOf("later")} yet. Its scripts are loaded when it is made"],
            _program.Log.At(LogLevel.Warning));

        string aside = _program.Write("aside", "record.ps1", Recording);
        Directory.Move(Path.GetDirectoryName(aside)!, _program.PathOf("later"));
        Threads.WaitFor(loaded);

        Assert.Equal(["record"], Assert.Single(folder.Scripts).HandlerIds);
    }

    [Fact]
    public async Task Script_that_is_broken_is_logged_with_its_line_and_the_host_starts()
    {
        string path = _program.Write("handlers", "broken.ps1", "$a = 1\nthrow 'no such table'");
        AddFolder("handlers");

        await _program.StartAsync();

        Assert.Equal([$"{path} was not loaded: {path}:2: no such table"], _program.Log.At(LogLevel.Error));
    }

    [Fact]
    public async Task Script_that_is_broken_or_writes_an_error_is_logged_with_its_exception()
    {
        var log = new WrittenLog();
        _program.Builder.Logging.AddProvider(log);
        _program.Write("handlers", "a.ps1", "throw [System.IO.IOException]::new('no such table')");
        _program.Write(
            "handlers",
            "b.ps1",
            """
            function Write-One { [CmdletBinding()] param() $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new(
                [System.IO.IOException]::new('an error'), 'Failed', 'NotSpecified', $null)) }
            Write-One
            """);
        AddFolder("handlers");

        await _program.StartAsync();

        WrittenEntry[] errors = [.. log.Of("Telemetry.Hosting").Where(entry => entry.Level == LogLevel.Error)];
        Assert.Equal(["ScriptNotLoaded", "ScriptWroteError"], errors.Select(entry => entry.EventId.Name));
        Assert.Equal("no such table", Assert.IsType<IOException>(errors[0].Exception).Message);
        Assert.Equal("an error", Assert.IsType<IOException>(errors[1].Exception).Message);
    }

    [Fact]
    public async Task Scripts_that_are_loaded_are_logged_with_their_state()
    {
        _program.Write("handlers", "a.ps1", Recording);
        _program.Write("handlers", "b.ps1", "if (");
        AddFolder("handlers");

        await _program.StartAsync();

        Assert.Equal(
            [$"Handler folder {_program.PathOf("handlers")} is loaded: a.ps1 (Loaded), b.ps1 (Failed)"],
            _program.Log.At(LogLevel.Information));
    }

    [Fact]
    public async Task Handler_that_fails_is_logged_once_with_its_place()
    {
        string path = _program.Write("handlers", "fail.ps1", "Register-TelemetryHandler fail failing {\n throw 'no route' }");
        AddFolder("handlers");
        await _program.StartAsync();

        TelemetryDispatcher.Default.Execute("failing");
        TelemetryDispatcher.Default.Execute("failing");

        string entry = Assert.Single(_program.Log.At(LogLevel.Warning));
        Assert.StartsWith("Handler 'fail' failed at event 'failing' and was unregistered: no route", entry, StringComparison.Ordinal);
        Assert.Contains(path, entry, StringComparison.Ordinal);
        Assert.Empty(_program.Log.At(LogLevel.Error));
    }

    // By the log of failures, and not by a warning of the session as well.
    [Fact]
    public async Task Handler_that_fails_is_logged_once_where_the_program_logs_failures()
    {
        var all = new LogRecorder();
        _program.Builder.Logging.AddProvider(all);
        _program.Write("handlers", "fail.ps1", "Register-TelemetryHandler fail failing { throw 'no route' }");
        AddFolder("handlers");
        _program.Services.AddTelemetry();
        await _program.StartAsync();

        TelemetryDispatcher.Default.Execute("failing");

        Assert.Single(all.Entries, entry => entry.Contains("no route", StringComparison.Ordinal));
        Assert.Contains("no route", Assert.Single(all.At(LogLevel.Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handler_that_fails_is_logged_although_the_program_logs_those_of_its_own_dispatcher()
    {
        _program.Write("handlers", "fail.ps1", "Register-TelemetryHandler fail failing { throw 'no route' }");
        AddFolder("handlers");
        _program.Services.AddTelemetry().UseOwnDispatcher();
        await _program.StartAsync();

        TelemetryDispatcher.Default.Execute("failing");

        Assert.Contains("no route", Assert.Single(_program.Log.At(LogLevel.Warning)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Events_of_queued_script_handlers_are_in_the_last_report(bool isFirst)
    {
        _program.Write(
            "handlers",
            "queue.ps1",
            "Register-TelemetryHandler queue queued -Buffered { Invoke-TelemetryEvent queued.handled }");
        if (isFirst)
        {
            AddFolder("handlers");
        }

        _program.Services.AddTelemetry()
            .AddMetrics(new MetricDefinition("queued.handled.count", MetricType.Counter))
            .AddJsonLinesReporter(_program.PathOf("metrics.jsonl"), options => options.Interval = TimeSpan.FromHours(1));
        if (!isFirst)
        {
            AddFolder("handlers");
        }

        await _program.StartAsync();
        for (int i = 0; i < 300; i++)
        {
            TelemetryDispatcher.Default.Execute("queued");
        }

        await _program.StopAsync();

        string last = (await File.ReadAllLinesAsync(_program.PathOf("metrics.jsonl"), TestContext.Current.CancellationToken))[^1];
        Assert.Equal(300, JsonDocument.Parse(last).RootElement.GetProperty("value").GetInt64());
    }

    [Fact]
    public async Task Folders_are_injected_by_their_paths()
    {
        _program.Write("a", "a.ps1", Recording);
        _program.Write("b", "b.ps1", "1");
        AddFolder("a");
        AddFolder("b");
        IServiceProvider services = _program.Host.Services;
        Assert.Empty(services.GetRequiredKeyedService<HandlerFolder>("a").Scripts);

        await _program.StartAsync();

        Assert.Equal("a.ps1 (Loaded)", $"{services.GetRequiredKeyedService<HandlerFolder>("a").Scripts.Single()}");
        Assert.Equal("b.ps1 (Loaded)", $"{services.GetRequiredKeyedService<HandlerFolder>("b").Scripts.Single()}");
        Assert.Equal(
            ["a", "b"], services.GetServices<HandlerFolder>().Select(folder => Path.GetFileName(folder.Path)));
    }

    [Theory]
    [InlineData("handlers")]
    [InlineData("./handlers/")]
    [InlineData("a/../handlers")]
    public void Folder_is_added_once(string path)
    {
        AddFolder("handlers");

        var error = Assert.Throws<ArgumentException>(() => AddFolder(path));

        Assert.Contains($"'{path}' was added already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_that_is_aborted_stops_the_script_that_is_being_loaded()
    {
        using var inside = new ManualResetEventSlim();
        using var abort = new CancellationTokenSource();
        _program.Write("handlers", "endless.ps1", "$Inside.Set(); while ($true) { }");
        AddFolder("handlers", options => options.Variables["Inside"] = inside);

        Task start = _program.Host.StartAsync(abort.Token);
        Threads.WaitFor(inside);
        await abort.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.Empty(_program.Log.At(LogLevel.Warning));
    }

    [Fact]
    public async Task Stop_does_not_wait_longer_than_the_host_for_a_script_that_cannot_be_stopped()
    {
        using var inside = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        _program.Write("handlers", "record.ps1", Recording);
        AddFolder("handlers", options =>
        {
            options.Watch = false;
            options.Variables["Inside"] = inside;
            options.Variables["Gate"] = gate;
        });
        await _program.StartAsync();
        HandlerFolder folder = _program.Host.Services.GetRequiredService<HandlerFolder>();
        _program.Write("handlers", "hanging.ps1", "$Inside.Set(); $Gate.Wait()");
        Task reload = Task.Run(folder.Reload, TestContext.Current.CancellationToken);
        Threads.WaitFor(inside);

        // The time of the host is over.
        await _program.Host.StopAsync(new CancellationToken(canceled: true));
        await ((IAsyncDisposable)_program.Host).DisposeAsync();

        Assert.Contains(_program.Log.At(LogLevel.Warning), entry => entry.Contains("was not closed in time", StringComparison.Ordinal));
        gate.Set();
        await reload;
    }

    private void AddFolder(string path, Action<HandlerFolderOptions>? configure = null) =>
        _program.Services.AddHandlerFolder(path, options =>
        {
            options.Variables["Seen"] = _program.Seen;
            configure?.Invoke(options);
        });
}
