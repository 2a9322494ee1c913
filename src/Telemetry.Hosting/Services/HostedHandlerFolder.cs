using Microsoft.Extensions.Logging;

namespace Telemetry.Hosting;

/// <summary>A handler folder that is open while the host runs.</summary>
internal sealed class HostedHandlerFolder : HostedPart
{
    private readonly HandlerFolder _folder;
    private readonly ILogger _logger;

    /// <param name="folder">The folder, which is not loaded yet.</param>
    /// <param name="logger">The log of its scripts.</param>
    internal HostedHandlerFolder(HandlerFolder folder, ILogger logger)
        : base(logger)
    {
        _folder = folder;
        _logger = logger;
        folder.ScriptFailed += OnScriptFailed;
        folder.Reloaded += OnReloaded;
    }

    protected override string Name => $"Handler folder {_folder.Path}";

    protected override void Open()
    {
        _folder.Load();
        if (!Directory.Exists(_folder.Path))
        {
            HostingLog.FolderMissing(_logger, _folder.Path);
        }
    }

    protected override Task CloseAsync() => _folder.CloseAsync();

    private void OnScriptFailed(object? sender, HandlerScriptError error)
    {
        if (error.IsFatal)
        {
            HostingLog.ScriptNotLoaded(_logger, error.Script, error.ToString(), error.Exception);
        }
        else
        {
            HostingLog.ScriptWroteError(_logger, error.Script, error.ToString(), error.Exception);
        }
    }

    private void OnReloaded(object? sender, EventArgs e) => HostingLog.FolderLoaded(
        _logger, _folder.Path, _folder.Scripts is { Count: > 0 } scripts ? string.Join(", ", scripts) : "no scripts");
}
