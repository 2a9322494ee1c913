using Microsoft.Extensions.DependencyInjection;

namespace Telemetry.Extensions;

/// <summary>Creates the attachments of classes that are handlers.</summary>
internal static class HandlerTypes
{
    /// <summary>Returns the function that creates the handler of a class when the host starts.</summary>
    /// <typeparam name="THandler">The class.</typeparam>
    /// <param name="isScoped">Whether each call has a scope of its own.</param>
    /// <exception cref="ArgumentException">The class is not a handler.</exception>
    internal static Func<IServiceProvider, HandlerAttachment> Of<THandler>(bool isScoped)
        where THandler : class =>
        typeof(ITelemetryHandler).IsAssignableFrom(typeof(THandler)) ? CreateSynchronous<THandler>(isScoped)
        : throw new ArgumentException(
            $"The class '{typeof(THandler)}' is not a handler. Implement {nameof(ITelemetryHandler)}.");

    /// <summary>Returns the attachment of a synchronous handler.</summary>
    internal static HandlerAttachment Attach(TelemetryHandler handler) =>
        (dispatcher, id, patterns, options) => dispatcher.AttachMany(id, patterns, handler, options);

    /// <summary>Returns the name of a class, with those of its type arguments.</summary>
    internal static string NameOf(Type type)
    {
        int end = type.Name.IndexOf('`', StringComparison.Ordinal);
        return end < 0 ? type.Name : $"{type.Name[..end]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
    }

    private static Func<IServiceProvider, HandlerAttachment> CreateSynchronous<THandler>(bool isScoped)
        where THandler : class => isScoped
        ? static services => Attach(new ScopedCall<THandler>(services.GetRequiredService<IServiceScopeFactory>()).Handle)
        : static services =>
        {
            var handler = (ITelemetryHandler)services.GetRequiredService<THandler>();
            return Attach((in EventData data, object? _) => handler.Handle(in data));
        };
}
