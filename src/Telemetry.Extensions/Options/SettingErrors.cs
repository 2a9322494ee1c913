using Microsoft.Extensions.Options;

namespace Telemetry.Extensions;

/// <summary>Collects the errors of the configuration, so that all of them are reported at once.</summary>
internal sealed class SettingErrors
{
    private readonly List<string> _messages = [];

    internal int Count => _messages.Count;

    /// <summary>Adds an error.</summary>
    /// <param name="key">The key of the configuration.</param>
    /// <param name="problem">The problem and what to do. It has no secrets.</param>
    internal void Add(string key, string problem) => Add($"{key}: {problem}");

    /// <summary>Adds an error whose message names the key.</summary>
    internal void Add(string message) => _messages.Add(message);

    /// <summary>Throws one exception for all errors, if there are any.</summary>
    internal void ThrowIfAny()
    {
        if (_messages.Count > 0)
        {
            throw new OptionsValidationException("Telemetry", typeof(TelemetryBuilder), _messages);
        }
    }
}
