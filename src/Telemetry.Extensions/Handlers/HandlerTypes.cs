using Microsoft.Extensions.DependencyInjection;

namespace Telemetry.Extensions;

/// <summary>Creates the attachments of classes and delegates that are handlers.</summary>
internal static class HandlerTypes
{
    private static readonly Type[] s_interfaces =
        [typeof(ITelemetryHandler), typeof(IAsyncTelemetryHandler), typeof(IBatchTelemetryHandler)];

    /// <summary>Returns the function that creates the handler of a class when the host starts.</summary>
    /// <typeparam name="THandler">The class.</typeparam>
    /// <param name="services">The services with the class.</param>
    /// <param name="chosen">The lifetime of the options; null for that of the services.</param>
    /// <exception cref="ArgumentException">The class is not a handler, or is one in several ways.</exception>
    internal static Func<IServiceProvider, HandlerAttachment> Of<THandler>(IServiceCollection services, ServiceLifetime? chosen)
        where THandler : class
    {
        Func<bool, Func<IServiceProvider, HandlerAttachment>> create = FormOf<THandler>();
        return provider =>
        {
            // Read now: a registration that came after the handler was added counts, and a scoped service must not live as a singleton.
            ServiceLifetime? registered = LifetimeOf<THandler>(services);
            return registered is null || chosen is null || registered == chosen
                ? create((registered ?? chosen) is not (null or ServiceLifetime.Singleton))(provider)
                : throw new InvalidOperationException(
                    $"The class '{typeof(THandler)}' was registered as {registered} after it was added as a handler whose options say"
                        + $" {chosen}. Leave out one of them.");
        };
    }

    /// <summary>Returns the lifetime with which a class is registered; null if it is not.</summary>
    internal static ServiceLifetime? LifetimeOf<THandler>(IServiceCollection services) =>
        services.LastOrDefault(service => service.ServiceType == typeof(THandler) && !service.IsKeyedService)?.Lifetime;

    // The argument of the function: whether each call has a scope of its own.
    private static Func<bool, Func<IServiceProvider, HandlerAttachment>> FormOf<THandler>()
        where THandler : class
    {
        Type[] implemented = Array.FindAll(s_interfaces, type => type.IsAssignableFrom(typeof(THandler)));
        if (implemented.Length != 1)
        {
            string names = string.Join(", ", s_interfaces.Select(type => type.Name));
            throw new ArgumentException(implemented.Length == 0
                ? $"The class '{typeof(THandler)}' is not a handler. Implement one of {names}."
                : $"The class '{typeof(THandler)}' is a handler in several ways. Implement only one of {names}.");
        }

        return implemented[0] == typeof(ITelemetryHandler) ? OfSynchronous<THandler>
            : implemented[0] == typeof(IAsyncTelemetryHandler) ? OfAsynchronous<THandler>
            : OfBatch<THandler>;
    }

    /// <summary>Whether a class receives events in batches.</summary>
    internal static bool TakesBatches(Type type) => typeof(IBatchTelemetryHandler).IsAssignableFrom(type);

    /// <summary>Returns the attachment of a synchronous handler.</summary>
    internal static HandlerAttachment Attach(TelemetryHandler handler) =>
        (dispatcher, id, patterns, options) => dispatcher.AttachMany(id, patterns, handler, options.Attachment);

    /// <summary>Returns the attachment of an asynchronous handler.</summary>
    internal static HandlerAttachment Attach(Func<EventRecord, CancellationToken, ValueTask> handler) =>
        (dispatcher, id, patterns, options) => dispatcher.AttachAsync(id, patterns, handler, options.Attachment);

    /// <summary>Returns the name of a class, with those of its type arguments.</summary>
    internal static string NameOf(Type type)
    {
        int end = type.Name.IndexOf('`', StringComparison.Ordinal);
        return end < 0 ? type.Name : $"{type.Name[..end]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
    }

    private static Func<IServiceProvider, HandlerAttachment> OfSynchronous<THandler>(bool isScoped)
        where THandler : class => services =>
        {
            if (isScoped)
            {
                var calls = new ScopedCalls(services.GetRequiredService<IServiceScopeFactory>());
                return Attach((in EventData data, object? _) => calls.Handle<THandler>(in data));
            }

            var handler = (ITelemetryHandler)services.GetRequiredService<THandler>();
            return Attach((in EventData data, object? _) => handler.Handle(in data));
        };

    private static Func<IServiceProvider, HandlerAttachment> OfAsynchronous<THandler>(bool isScoped)
        where THandler : class => services =>
        {
            if (isScoped)
            {
                var calls = new ScopedCalls(services.GetRequiredService<IServiceScopeFactory>());
                return Attach((record, cancellation) => calls.RunAsync(scope =>
                    ((IAsyncTelemetryHandler)scope.GetRequiredService<THandler>()).HandleAsync(record, cancellation)));
            }

            return Attach(((IAsyncTelemetryHandler)services.GetRequiredService<THandler>()).HandleAsync);
        };

    private static Func<IServiceProvider, HandlerAttachment> OfBatch<THandler>(bool isScoped)
        where THandler : class => services =>
        {
            Func<IReadOnlyList<EventRecord>, CancellationToken, ValueTask> handle;
            if (isScoped)
            {
                var calls = new ScopedCalls(services.GetRequiredService<IServiceScopeFactory>());
                handle = (records, cancellation) => calls.RunAsync(scope =>
                    ((IBatchTelemetryHandler)scope.GetRequiredService<THandler>()).HandleAsync(records, cancellation));
            }
            else
            {
                handle = ((IBatchTelemetryHandler)services.GetRequiredService<THandler>()).HandleAsync;
            }

            return (dispatcher, id, patterns, options) =>
                dispatcher.AttachBatchAsync(id, patterns, handle, options.Batch, options.Attachment);
        };
}
