using System.Management.Automation.Runspaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

[Collection(SharedDispatcher.Name)]
public sealed class HostedSessionTests : IAsyncDisposable
{
    private const string WritesAnError =
        """
        function Write-One { [CmdletBinding()] param() $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new(
            [System.IO.IOException]::new('an error'), 'Failed', 'NotSpecified', $null)) }
        Write-One
        """;

    private readonly HostOfScripts _program = new();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Session_is_injected_with_its_variables_and_closed_with_the_host()
    {
        _program.Services.AddTelemetrySession(options => options.Variables["Limit"] = 5);
        await _program.StartAsync();
        TelemetrySession session = _program.Host.Services.GetRequiredService<TelemetrySession>();

        Assert.Equal(6, Assert.Single(session.Run("$Limit + 1")).BaseObject);
        await _program.StopAsync();

        Assert.Throws<ObjectDisposedException>(() => session.Run("1"));
    }

    [Fact]
    public async Task Settings_of_several_calls_apply_to_one_session()
    {
        _program.Services.AddSingleton("of the container");
        _program.Services.AddTelemetrySession(options => options.Variables["One"] = 1);
        _program.Services.AddTelemetrySession(
            (options, provider) => options.Variables["Two"] = provider.GetRequiredService<string>());
        await _program.StartAsync();

        TelemetrySession session = Assert.Single(_program.Host.Services.GetServices<TelemetrySession>());

        Assert.Equal("1 of the container", Assert.Single(session.Run("\"$One $Two\"")).BaseObject);
    }

    [Fact]
    public async Task Start_script_that_fails_keeps_the_host_from_starting_and_is_named_with_its_line()
    {
        string path = _program.Write("scripts", "start.ps1", "$a = 1\n$b = 1 / 0");
        _program.Services.AddTelemetrySession(options => options.StartScripts.Add(path));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(_program.StartAsync);

        Assert.Contains($"{path}:2: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_that_a_script_writes_is_logged_with_its_line_and_its_exception()
    {
        var log = new WrittenLog();
        _program.Builder.Logging.AddProvider(log);
        string path = _program.Write("scripts", "start.ps1", WritesAnError);
        _program.Services.AddTelemetrySession(options => options.StartScripts.Add(path));

        await _program.StartAsync();

        WrittenEntry entry = Assert.Single(log.Of("Telemetry.Hosting"));
        Assert.Equal((LogLevel.Error, "SessionWroteError"), (entry.Level, entry.EventId.Name));
        Assert.Equal($"{path}:3: an error", entry.Message);
        Assert.IsType<IOException>(entry.Exception);
    }

    [Fact]
    public async Task Stop_does_not_wait_for_a_session_that_is_being_opened()
    {
        string inside = _program.PathOf("inside");
        string gate = _program.PathOf("gate");
        string module = _program.Write(
            "modules",
            "slow.psm1",
            $$"""
            [System.IO.File]::WriteAllText('{{inside}}', '')
            while (-not [System.IO.File]::Exists('{{gate}}')) { [System.Threading.Thread]::Sleep(10) }
            """);
        _program.Services.AddTelemetrySession(options =>
        {
            options.InitialState = InitialSessionState.CreateDefault2();
            options.InitialState.ImportPSModule([module]);
        });
        await _program.StartAsync();
        Task<TelemetrySession> opening = Task.Run(
            () => _program.Host.Services.GetRequiredService<TelemetrySession>(), TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(inside), Threads.Patience));

        await Task.Run(() => _program.Host.StopAsync(new CancellationToken(canceled: true)), TestContext.Current.CancellationToken)
            .WaitAsync(Threads.Patience, TestContext.Current.CancellationToken);

        Assert.Contains("was not closed in time", Assert.Single(_program.Log.At(LogLevel.Warning)), StringComparison.Ordinal);
        await File.WriteAllTextAsync(gate, string.Empty, TestContext.Current.CancellationToken);
        await opening;
    }

    [Fact]
    public async Task Start_script_that_is_missing_keeps_the_host_from_starting()
    {
        _program.Services.AddTelemetrySession(options => options.StartScripts.Add("no-such.ps1"));

        var error = await Assert.ThrowsAsync<FileNotFoundException>(_program.StartAsync);

        Assert.Contains(_program.PathOf("no-such.ps1"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_of_a_script_are_logged_at_their_levels()
    {
        _program.Services.AddTelemetrySession();
        await _program.StartAsync();

        _program.Host.Services.GetRequiredService<TelemetrySession>().Run(
            """
            function Write-All {
                [CmdletBinding()]
                param()

                $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new(
                    [System.Exception]::new('an error'), 'Failed', 'NotSpecified', $null))
                $PSCmdlet.WriteWarning('a warning')
                $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
                $PSCmdlet.WriteInformation('an information', @())
                $PSCmdlet.WriteVerbose('a verbose message')
                $PSCmdlet.WriteDebug('a debug message')
                $Host.UI.WriteLine('a line')
                $Host.UI.WriteLine()
            }

            Write-All
            """);

        Assert.Equal(["an error"], _program.Log.At(LogLevel.Error));
        Assert.Equal(["a warning"], _program.Log.At(LogLevel.Warning));
        Assert.Equal(["an information", "a line"], _program.Log.At(LogLevel.Information));
        Assert.Equal(["a verbose message"], _program.Log.At(LogLevel.Debug));
        Assert.Equal(["a debug message"], _program.Log.At(LogLevel.Trace));
    }

    [Fact]
    public async Task Streams_of_a_handler_of_the_programs_events_are_logged_at_their_levels()
    {
        _program.Services.AddTelemetrySession();
        await _program.StartAsync();
        _program.Host.Services.GetRequiredService<TelemetrySession>().Run(
            """
            Register-TelemetryHandler say said {
                function Write-All {
                    [CmdletBinding()]
                    param()

                    $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new(
                        [System.Exception]::new('an error'), 'Failed', 'NotSpecified', $null))
                    $PSCmdlet.WriteWarning('a warning')

                    # As Write-Host does, which the engine alone does not have.
                    $PSCmdlet.WriteInformation(
                        [System.Management.Automation.HostInformationMessage] @{ Message = 'a line' }, @('PSHOST'))
                }

                Write-All
            }
            """);

        TelemetryDispatcher.Default.Execute("said");

        Assert.Equal(["an error"], _program.Log.At(LogLevel.Error));
        Assert.Equal(["a warning"], _program.Log.At(LogLevel.Warning));
        Assert.Equal(["a line"], _program.Log.At(LogLevel.Information));
    }

    [Fact]
    public async Task Script_that_asks_fails_with_the_reason()
    {
        string path = _program.Write("scripts", "start.ps1", "$Host.UI.ReadLine()");
        _program.Services.AddTelemetrySession(options => options.StartScripts.Add(path));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(_program.StartAsync);

        Assert.Contains("cannot ask for input", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_that_is_broken_does_not_make_a_handler_fail()
    {
        _program.Builder.Logging.AddProvider(new BrokenLog());
        _program.Services.AddTelemetrySession();
        await _program.StartAsync();
        _program.Host.Services.GetRequiredService<TelemetrySession>().Run(
            "Register-TelemetryHandler say said { $Host.UI.WriteWarningLine('a warning') }");

        TelemetryDispatcher.Default.Execute("said");

        Assert.Equal(["say"], FolderOnDisk.AttachedIds);
    }

    private sealed class BrokenLog : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("Telemetry", StringComparison.Ordinal)
                ? this
                : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new IOException("The disk is full.");

        public void Dispose()
        {
        }
    }
}
