using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>
/// A set of declared events, which lists the events that a program or a library emits. <see cref="Default"/> is the set of the
/// process. Safe to use from any thread.
/// </summary>
/// <example>
/// <code>
/// foreach (EventDeclaration declared in EventDeclarations.Default.List())
/// {
///     Console.WriteLine($"{declared.Name}: {declared.Description}");
/// }
/// </code>
/// </example>
public sealed class EventDeclarations
{
    private readonly object _gate = new();
    private readonly List<EventDeclaration[]> _added = [];
    private readonly ConditionalWeakTable<Assembly, object> _assemblies = new();
    private readonly LoadedAssemblies? _loaded;

    // Replaced when declarations are added or removed.
    private volatile Dictionary<EventName, EventDeclaration> _byName = [];

    /// <summary>Creates an empty set, for example for a test. It does not contain the declarations of loaded assemblies.</summary>
    public EventDeclarations()
    {
    }

    private EventDeclarations(LoadedAssemblies loaded) => _loaded = loaded;

    /// <summary>The set of the process: the declarations that were added to it, and those that the loaded assemblies carry
    /// (<see cref="DeclaredEventAttribute"/>). The assemblies are read at the first query, and those that are loaded later at the next
    /// one.</summary>
    /// <remarks>A query does not throw for an assembly that cannot be read; a declaration that is not valid is left out. Declarations of
    /// an assembly that is unloaded remain.</remarks>
    public static EventDeclarations Default { get; } = new(new LoadedAssemblies());

    /// <summary>Returns the declarations that an assembly carries as attributes (<see cref="DeclaredEventAttribute"/>,
    /// <see cref="DeclaredFieldAttribute"/>), in their order. The events of a span have the keys that the span adds.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <exception cref="ArgumentNullException"><paramref name="assembly"/> is null.</exception>
    /// <exception cref="FormatException">The name of an event is not valid.</exception>
    /// <exception cref="ArgumentException">A declaration is not valid: a key is declared twice or for an event that is not declared, or
    /// a measurement is of a type that it cannot have.</exception>
    public static IReadOnlyList<EventDeclaration> FromAssembly(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return AssemblyDeclarations.Read(assembly, static invalid => throw invalid);
    }

    /// <summary>Adds declarations. If an event is declared more than once, the first declaration counts, until it is
    /// removed.</summary>
    /// <param name="declarations">The declarations.</param>
    /// <returns>An object that removes the declarations when it is disposed.</returns>
    /// <exception cref="ArgumentNullException">The declarations, or one of them, are null.</exception>
    public IDisposable Add(IEnumerable<EventDeclaration> declarations)
    {
        ArgumentNullException.ThrowIfNull(declarations);
        EventDeclaration[] copy = [.. declarations];
        if (Array.IndexOf(copy, null) >= 0)
        {
            throw new ArgumentNullException(nameof(declarations), "One of the declarations is null.");
        }

        AddArray(copy);
        return new AddedDeclarations(() => Remove(copy));
    }

    /// <summary>Adds the declarations that an assembly carries, unless they were added before.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <inheritdoc cref="FromAssembly"/>
    public void AddAssembly(Assembly assembly)
    {
        EventDeclaration[] declarations = [.. FromAssembly(assembly)];
        AddOnce(assembly, declarations);
    }

    /// <summary>Gets the declaration of an event.</summary>
    /// <param name="name">The name of the event, without regard to case.</param>
    /// <param name="declaration">The declaration, or null.</param>
    /// <returns>Whether the event is declared.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public bool TryGet(EventName name, [NotNullWhen(true)] out EventDeclaration? declaration)
    {
        ArgumentNullException.ThrowIfNull(name);
        ReadLoadedAssemblies();
        return _byName.TryGetValue(name, out declaration);
    }

    /// <summary>Returns the declarations, one for each event, sorted by name.</summary>
    public IReadOnlyList<EventDeclaration> List()
    {
        ReadLoadedAssemblies();
        return [.. _byName.Values.OrderBy(declaration => declaration.Name.ToString(), StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Attaches a handler that compares all events of a dispatcher with their declarations, for tests and for finding mistakes
    /// while a program is developed. Events that are not declared are ignored.</summary>
    /// <remarks>Each problem, of one kind at one key of an event, is reported once, and at most 1,000 problems are reported. If
    /// <paramref name="report"/> throws, this is a failure of the handler, which stays attached. The events of the library itself are
    /// compared, too.</remarks>
    /// <param name="dispatcher">The dispatcher.</param>
    /// <param name="id">The id of the handler, unique in the dispatcher.</param>
    /// <param name="report">The delegate to call for each problem, on the thread that emits; several threads may call it at
    /// once.</param>
    /// <returns>The attached handler. Disposing it ends the check.</returns>
    /// <exception cref="ArgumentNullException">One of the arguments is null.</exception>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    /// <exception cref="HandlerAlreadyExistsException">The id is taken.</exception>
    public HandlerRegistration AttachCheck(TelemetryDispatcher dispatcher, string id, Action<DeclarationProblem> report)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        ArgumentNullException.ThrowIfNull(report);
        return dispatcher.AttachMany(
            id,
            [EventPattern.Parse("*"), EventPattern.Parse("telemetry.*")],
            new DeclarationHandler(this, report).Handle,
            new HandlerOptions { FailurePolicy = FailurePolicy.Keep });
    }

    private void ReadLoadedAssemblies() => _loaded?.ForEachNew(
        assembly => AddOnce(assembly, [.. AssemblyDeclarations.Read(assembly, static _ => { })]));

    private void AddOnce(Assembly assembly, EventDeclaration[] declarations)
    {
        lock (_gate)
        {
            if (!_assemblies.TryGetValue(assembly, out _))
            {
                _assemblies.Add(assembly, declarations);
                AddArray(declarations);
            }
        }
    }

    private void AddArray(EventDeclaration[] declarations)
    {
        if (declarations.Length > 0)
        {
            lock (_gate)
            {
                _added.Add(declarations);
                Publish();
            }
        }
    }

    private void Remove(EventDeclaration[] declarations)
    {
        lock (_gate)
        {
            _added.Remove(declarations);
            Publish();
        }
    }

    private void Publish()
    {
        var byName = new Dictionary<EventName, EventDeclaration>();

        // From the last to the first, which counts.
        foreach (EventDeclaration declaration in _added.SelectMany(added => added).Reverse())
        {
            byName[declaration.Name] = declaration;
        }

        _byName = byName;
    }
}
