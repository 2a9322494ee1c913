using Microsoft.Extensions.DependencyInjection;
using Telemetry.Diagnostics;
using Telemetry.Polling;

namespace Telemetry.Extensions;

/// <summary>Extension methods that add polls, and sources of the platform. They emit from the start of the host, when handlers and metrics
/// are there, and are the first to stop, after the other services of the host.</summary>
public static class TelemetryPollBuilderExtensions
{
    /// <summary>Adds a poll: a delegate that measures a state and emits it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name, text without control characters, unique in the host without regard to case. It is also the name of
    /// the event, unless the options have one.</param>
    /// <param name="measure">The delegate, called on the thread of the poller with the services of a scope, which is disposed after the
    /// run.</param>
    /// <param name="configure">The function that sets the options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="PollException">An option is not valid.</exception>
    public static TelemetryBuilder AddPoll(
        this TelemetryBuilder builder,
        string name,
        Action<IServiceProvider, PollContext> measure,
        Action<PollOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return builder.AddPoll(
            name,
            (services, context) =>
            {
                measure(services, context);
                return Task.CompletedTask;
            },
            configure);
    }

    /// <summary>Adds a poll whose delegate is asynchronous.</summary>
    /// <inheritdoc cref="AddPoll(TelemetryBuilder, string, Action{IServiceProvider, PollContext}, Action{PollOptions}?)"/>
    public static TelemetryBuilder AddPoll(
        this TelemetryBuilder builder,
        string name,
        Func<IServiceProvider, PollContext, Task> measure,
        Action<PollOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(measure);
        var options = new PollOptions();
        configure?.Invoke(options);
        options.Validate(name);
        builder.Services.AddSingleton(new AddedPoll(name, measure, options));
        return builder;
    }

    /// <summary>Adds a built-in poll, which measures the process. Several hosts of one process, presets and files share it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name, one of <see cref="BuiltInPolls.Names"/>, without regard to case.</param>
    /// <param name="interval">The time between two runs, from 10 milliseconds to a day; null for 5 seconds. If another host or a preset
    /// has started the poll, its interval counts.</param>
    /// <param name="onCollect">Whether the poll runs when metrics are collected, and not at intervals.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no such poll.</exception>
    public static TelemetryBuilder AddBuiltInPoll(
        this TelemetryBuilder builder, string name, TimeSpan? interval = null, bool onCollect = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        if (!BuiltInPolls.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"There is no built-in poll '{name}'. Choose one of: {string.Join(", ", BuiltInPolls.Names)}.", nameof(name));
        }

        var poll = DefinitionSet.OfPoll(name, interval, onCollect);
        return builder.Add(_ => poll);
    }

    /// <summary>Adds a source of the platform, whose activities, instruments or messages become events. A source that does not exist yet
    /// is awaited. Several hosts of one process share it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name of the source, such as <c>System.Net.Http</c>, without regard to case.</param>
    /// <param name="kind">The kind of the source; null for the first kind by which it is known or exists, or else an activity
    /// source.</param>
    /// <param name="options">The options; null for the defaults, with <see cref="SourceOptions.AwaitsSource"/>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is null.</exception>
    public static TelemetryBuilder AddSource(
        this TelemetryBuilder builder, string name, SourceKind? kind = null, SourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        builder.Services.AddSingleton(new AddedSource(name, kind, options ?? new SourceOptions { AwaitsSource = true }));
        return builder;
    }
}
