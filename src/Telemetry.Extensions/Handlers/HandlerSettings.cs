using System.Globalization;
using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>Reads the key <c>Handlers</c> of the configuration: settings for handlers that the code added, by their ids.</summary>
internal sealed class HandlerSettings(IEnumerable<AddedHandler> added, HostLog log) : ISettingsReader
{
    private readonly AddedHandler[] _handlers = [.. added.Select(handler => handler.Copy())];

    /// <summary>The handlers that the code added, with the settings that the configuration has for them.</summary>
    internal IReadOnlyList<AddedHandler> Handlers => _handlers;

    public void Read(SettingMap section)
    {
        foreach (KeyValuePair<string, SettingMap> entry in section.Maps(nameof(Handlers)))
        {
            AddedHandler? handler =
                Array.Find(_handlers, handler => string.Equals(handler.Id, entry.Key, StringComparison.OrdinalIgnoreCase));
            if (handler is null)
            {
                WarnOfUnknown(entry.Key, entry.Value.Path);
            }

            // Settings without a handler are read as well: their errors are to be found now, and not when the handler is added again.
            var options = handler?.Options ?? new HandlerServiceOptions();
            EventPattern[]? patterns = Read(entry.Value, options, handler?.TakesBatches ?? true);
            if (handler is not null)
            {
                handler.Patterns = patterns ?? handler.Patterns;
            }
        }
    }

    private static EventPattern[]? Read(SettingMap settings, HandlerServiceOptions options, bool takesBatches)
    {
        EventPattern[]? patterns = ReadPatterns(settings);
        options.IsEnabled = settings.Flag("Enabled") ?? options.IsEnabled;
        options.FailurePolicy = ReadPolicy(settings) ?? options.FailurePolicy;
        options.CollectsStatistics = settings.Flag("CollectsStatistics") ?? options.CollectsStatistics;
        options.Where = settings.Conditions("Where") ?? options.Where;
        options.WhereNot = settings.Conditions("WhereNot") ?? options.WhereNot;
        options.Throttle = settings.Duration("Throttle") ?? options.Throttle;
        options.ThrottleBy = settings.Keys("ThrottleBy") ?? options.ThrottleBy;
        options.Once = settings.Flag("Once") ?? options.Once;
        ReadBuffer(settings, options);
        if (takesBatches)
        {
            ReadBatch(settings, options);
        }

        settings.CheckKeys();
        return patterns;
    }

    private static EventPattern[]? ReadPatterns(SettingMap settings)
    {
        const string Events = "Events";
        if (settings.Texts(Events) is not { } texts)
        {
            return null;
        }

        if (texts.Count == 0)
        {
            settings.AddError(
                Events, "the list is empty. Write at least one name or pattern, or leave the handler out by \"Enabled\": false.");
        }

        var patterns = new List<EventPattern>();
        foreach (string text in texts)
        {
            try
            {
                patterns.Add(EventPattern.Parse(text));
            }
            catch (FormatException e)
            {
                settings.AddError(Events, e.Message);
            }
        }

        return [.. patterns];
    }

    private static FailurePolicy? ReadPolicy(SettingMap settings)
    {
        const string Policy = "FailurePolicy";
        string? text = settings.Text(Policy)?.Trim();
        switch (text?.ToUpperInvariant())
        {
            case null:
                return null;
            case "DETACH":
                return FailurePolicy.Detach;
            case "KEEP":
                return FailurePolicy.Keep;
            case "KEEPALWAYS":
                return FailurePolicy.KeepAlways;
            default:
                if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int failures) && failures >= 1)
                {
                    return FailurePolicy.DetachAfter(failures);
                }

                settings.AddError(
                    Policy,
                    $"it is '{text}'. Write Detach, Keep, KeepAlways, or the number of failures in a row after which to detach.");
                return null;
        }
    }

    private static void ReadBuffer(SettingMap settings, HandlerServiceOptions options)
    {
        if (settings.Map("Buffer") is not { } map)
        {
            return;
        }

        HandlerBuffer code = options.Buffer ?? new HandlerBuffer();
        var buffer = new HandlerBuffer { Capacity = code.Capacity, FullMode = code.FullMode, DrainTimeout = code.DrainTimeout };
        map.Try("Capacity", () => buffer.Capacity = map.Integer("Capacity") ?? buffer.Capacity);
        buffer.FullMode = map.Choice<BufferFullMode>("FullMode") ?? buffer.FullMode;
        map.Try("DrainTimeout", () => buffer.DrainTimeout = map.Duration("DrainTimeout") ?? buffer.DrainTimeout);
        map.CheckKeys();
        options.Buffer = buffer;
    }

    private static void ReadBatch(SettingMap settings, HandlerServiceOptions options)
    {
        if (settings.Map("Batch") is not { } map)
        {
            return;
        }

        BatchOptions code = options.Batch ?? new BatchOptions();
        var batch = new BatchOptions { MaxSize = code.MaxSize, MaxDelay = code.MaxDelay };
        map.Try("MaxSize", () => batch.MaxSize = map.Integer("MaxSize") ?? batch.MaxSize);
        map.Try("MaxDelay", () => batch.MaxDelay = map.Duration("MaxDelay") ?? batch.MaxDelay);
        map.CheckKeys();
        options.Batch = batch;
    }

    private void WarnOfUnknown(string id, string key) => log.Write(
        HostEvents.HandlerUnknown,
        $"The configuration has settings for a handler '{id}' ({key}), which the program does not add. "
            + (_handlers.Length > 0 ? NearestWord.Hint(id, Array.ConvertAll(_handlers, handler => handler.Id)) : "It adds no handlers."),
        exception: null,
        new("HandlerId", id),
        new("Key", key));
}
