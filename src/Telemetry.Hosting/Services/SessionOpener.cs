using System.Management.Automation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Telemetry.Hosting;

/// <summary>The session of a host: opened when it is first needed, and not again after it was closed. Safe to use from any
/// thread.</summary>
/// <param name="open">Opens the session.</param>
internal sealed class SessionOpener(Func<TelemetrySession> open)
{
    private readonly Lock _gate = new();
    private TelemetrySession? _session;
    private volatile bool _isClosed;

    /// <summary>Creates the opener of the session of a host.</summary>
    internal static SessionOpener Of(IServiceProvider provider)
    {
        TelemetrySessionOptions options = provider.GetRequiredService<TelemetrySessionOptions>();
        ILogger logger = provider.LoggerOfScripts();
        return new SessionOpener(() => TelemetrySession.Open(options, error => LogError(logger, error)));
    }

    /// <summary>Returns the session, and opens it if it is not open yet.</summary>
    /// <exception cref="ObjectDisposedException">The session was closed with the host.</exception>
    internal TelemetrySession Open()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(TelemetrySession));
            return _session ??= open();
        }
    }

    /// <summary>Closes the session, and stops the script that it runs. Returns at once, also while the session is being opened.</summary>
    internal Task CloseAsync()
    {
        _isClosed = true;
        if (!_gate.TryEnter())
        {
            return Task.Run(WaitAndCloseAsync);
        }

        try
        {
            return CloseSessionAsync();
        }
        finally
        {
            _gate.Exit();
        }
    }

    private Task WaitAndCloseAsync()
    {
        lock (_gate)
        {
            return CloseSessionAsync();
        }
    }

    private Task CloseSessionAsync() => _session?.CloseAsync() ?? Task.CompletedTask;

    // With its file and line, unless it is one of text that was run.
    private static void LogError(ILogger logger, ErrorRecord error)
    {
        string? file = error.InvocationInfo?.ScriptName;
        string text = string.IsNullOrEmpty(file) ? error.ToString() : HandlerScriptError.Of(file, error).ToString();
        HostingLog.SessionWroteError(logger, text, error.Exception);
    }
}
