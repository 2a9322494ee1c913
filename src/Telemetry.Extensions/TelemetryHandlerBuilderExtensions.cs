using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Telemetry.Extensions;

/// <summary>Extension methods that add handlers of events. They are attached when the host starts, before its other services are started,
/// and detached when it stops, after the others were stopped; what is queued for them is handled first.</summary>
public static class TelemetryHandlerBuilderExtensions
{
    /// <summary>Adds a class as the handler of events. It becomes a singleton service, unless it is registered already.</summary>
    /// <typeparam name="THandler">The class, an <see cref="ITelemetryHandler"/>, <see cref="IAsyncTelemetryHandler"/> or
    /// <see cref="IBatchTelemetryHandler"/>.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="patterns">The events: names, and patterns such as <c>order.*</c>; at least one.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The class is not a handler, or there are no events.</exception>
    /// <exception cref="FormatException">A pattern is not valid.</exception>
    public static TelemetryBuilder AddHandler<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this TelemetryBuilder builder, params string[] patterns)
        where THandler : class =>
        builder.AddHandler<THandler>(patterns, static _ => { });

    /// <inheritdoc cref="AddHandler{THandler}(TelemetryBuilder, IEnumerable{string}, Action{HandlerServiceOptions})"/>
    /// <param name="builder">The builder.</param>
    /// <param name="pattern">The name of the event, or a pattern such as <c>order.*</c>.</param>
    /// <param name="configure">The function that sets the options.</param>
    public static TelemetryBuilder AddHandler<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this TelemetryBuilder builder, string pattern, Action<HandlerServiceOptions> configure)
        where THandler : class =>
        builder.AddHandler<THandler>([pattern], configure);

    /// <summary>Adds a class as the handler of events, with options. It becomes a service with the lifetime of
    /// <see cref="HandlerServiceOptions.Lifetime"/>, unless it is registered already.</summary>
    /// <remarks>The last registration of the class counts, also one that comes later. If its lifetime differs from that of the options,
    /// the start of the host throws an <see cref="InvalidOperationException"/>.</remarks>
    /// <typeparam name="THandler">The class, an <see cref="ITelemetryHandler"/>, <see cref="IAsyncTelemetryHandler"/> or
    /// <see cref="IBatchTelemetryHandler"/>.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="patterns">The events: names, and patterns such as <c>order.*</c>; at least one.</param>
    /// <param name="configure">The function that sets the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The class is not a handler, there are no events, or the lifetime differs from that with which
    /// the class is registered.</exception>
    /// <exception cref="FormatException">A pattern is not valid.</exception>
    public static TelemetryBuilder AddHandler<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this TelemetryBuilder builder, IEnumerable<string> patterns, Action<HandlerServiceOptions> configure)
        where THandler : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        HandlerServiceOptions options = Configure(configure);
        IServiceCollection services = builder.Services;
        ServiceLifetime? registered = HandlerTypes.LifetimeOf<THandler>(services);
        if (registered is not null && options.Lifetime is not null && registered != options.Lifetime)
        {
            throw new ArgumentException(
                $"The class '{typeof(THandler)}' is registered as {registered}, and the options of the handler say {options.Lifetime}."
                    + " Leave out one of them.");
        }

        ServiceLifetime lifetime = registered ?? options.Lifetime ?? ServiceLifetime.Singleton;
        services.TryAdd(new ServiceDescriptor(typeof(THandler), typeof(THandler), lifetime));
        Func<IServiceProvider, HandlerAttachment> create = HandlerTypes.Of<THandler>(services, options.Lifetime);
        return builder.Add(
            options.Id ?? HandlerTypes.NameOf(typeof(THandler)), patterns, options, create, HandlerTypes.TakesBatches(typeof(THandler)));
    }

    /// <summary>Adds a delegate as the handler of events.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">The id of the handler, by which it is listed, reported and configured: any text that is not blank, unique without
    /// regard to case.</param>
    /// <param name="pattern">The name of the event, or a pattern such as <c>order.*</c>.</param>
    /// <param name="create">The function that returns the handler, called once when the host starts, with the services of the
    /// container.</param>
    /// <param name="configure">The function that sets the options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    /// <exception cref="FormatException">The pattern is not valid.</exception>
    public static TelemetryBuilder AddHandler(
        this TelemetryBuilder builder,
        string id,
        string pattern,
        Func<IServiceProvider, TelemetryHandler> create,
        Action<HandlerServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return builder.AddHandler(id, [pattern], create, configure);
    }

    /// <summary>Adds a delegate as the handler of several events.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">The id of the handler, by which it is listed, reported and configured: any text that is not blank, unique without
    /// regard to case.</param>
    /// <param name="patterns">The events: names, and patterns such as <c>order.*</c>; at least one.</param>
    /// <param name="create">The function that returns the handler, called once when the host starts, with the services of the
    /// container.</param>
    /// <param name="configure">The function that sets the options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The id is blank, or there are no events.</exception>
    /// <exception cref="FormatException">A pattern is not valid.</exception>
    public static TelemetryBuilder AddHandler(
        this TelemetryBuilder builder,
        string id,
        IEnumerable<string> patterns,
        Func<IServiceProvider, TelemetryHandler> create,
        Action<HandlerServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        return builder.AddDelegate(id, patterns, services => HandlerTypes.Attach(create(services)), configure);
    }

    /// <summary>Adds an asynchronous delegate as the handler of events. Each call has a scope of its own, which is disposed when its task
    /// is complete.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">The id of the handler, by which it is listed, reported and configured: any text that is not blank, unique without
    /// regard to case.</param>
    /// <param name="pattern">The name of the event, or a pattern such as <c>order.*</c>.</param>
    /// <param name="handler">The function, which is called with the services of the scope, the event, and a token that cancels the call
    /// (<see cref="IAsyncTelemetryHandler.HandleAsync"/>).</param>
    /// <param name="configure">The function that sets the options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    /// <exception cref="FormatException">The pattern is not valid.</exception>
    public static TelemetryBuilder AddAsyncHandler(
        this TelemetryBuilder builder,
        string id,
        string pattern,
        Func<IServiceProvider, EventRecord, CancellationToken, ValueTask> handler,
        Action<HandlerServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return builder.AddAsyncHandler(id, [pattern], handler, configure);
    }

    /// <summary>Adds an asynchronous delegate as the handler of several events. Each call has a scope of its own, which is disposed when
    /// its task is complete.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">The id of the handler, by which it is listed, reported and configured: any text that is not blank, unique without
    /// regard to case.</param>
    /// <param name="patterns">The events: names, and patterns such as <c>order.*</c>; at least one.</param>
    /// <param name="handler">The function, which is called with the services of the scope, the event, and a token that cancels the call
    /// (<see cref="IAsyncTelemetryHandler.HandleAsync"/>).</param>
    /// <param name="configure">The function that sets the options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The id is blank, or there are no events.</exception>
    /// <exception cref="FormatException">A pattern is not valid.</exception>
    public static TelemetryBuilder AddAsyncHandler(
        this TelemetryBuilder builder,
        string id,
        IEnumerable<string> patterns,
        Func<IServiceProvider, EventRecord, CancellationToken, ValueTask> handler,
        Action<HandlerServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return builder.AddDelegate(
            id,
            patterns,
            services =>
            {
                var calls = new ScopedCalls(services.GetRequiredService<IServiceScopeFactory>());
                return HandlerTypes.Attach((record, cancellation) => calls.RunAsync(scope => handler(scope, record, cancellation)));
            },
            configure);
    }

    private static TelemetryBuilder AddDelegate(
        this TelemetryBuilder builder,
        string id,
        IEnumerable<string> patterns,
        Func<IServiceProvider, HandlerAttachment> create,
        Action<HandlerServiceOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(id);
        HandlerServiceOptions options = Configure(options =>
        {
            options.Id = id;
            configure?.Invoke(options);
        });
        return builder.Add(options.Id ?? id, patterns, options, create, takesBatches: false);
    }

    private static HandlerServiceOptions Configure(Action<HandlerServiceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new HandlerServiceOptions();
        configure(options);
        return options;
    }

    private static TelemetryBuilder Add(
        this TelemetryBuilder builder,
        string id,
        IEnumerable<string> patterns,
        HandlerServiceOptions options,
        Func<IServiceProvider, HandlerAttachment> create,
        bool takesBatches)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        EventPattern[] events = [.. patterns.Select(EventPattern.Parse)];
        if (events.Length == 0)
        {
            throw new ArgumentException(
                $"The handler '{id}' has no events. Give at least one name or pattern, such as 'order.*'.", nameof(patterns));
        }

        if (options.Batch is not null && !takesBatches)
        {
            throw new ArgumentException(
                $"The handler '{id}' has options of batches, and does not receive events in batches. Implement"
                    + $" {nameof(IBatchTelemetryHandler)}, or leave out the options.");
        }

        builder.Services.AddSingleton(new AddedHandler(id, events, options, create) { TakesBatches = takesBatches });
        return builder;
    }
}
