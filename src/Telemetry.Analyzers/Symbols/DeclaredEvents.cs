using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>The events that a compilation and the assemblies that it refers to declare by attributes, written by hand or by the source
/// generator.</summary>
internal sealed class DeclaredEvents
{
    // The value of DeclaredFieldPart.Metadata.
    private const int Metadata = 1;

    private readonly CoreTypes _types;
    private readonly Dictionary<string, DeclaredEvent> _events = new(StringComparer.OrdinalIgnoreCase);

    private DeclaredEvents(CoreTypes types) => _types = types;

    /// <summary>Whether no event is declared.</summary>
    internal bool IsEmpty => _events.Count == 0;

    /// <summary>Reads the declarations.</summary>
    internal static DeclaredEvents Of(Compilation compilation, CoreTypes types)
    {
        var declared = new DeclaredEvents(types);
        if (types.DeclaredEvent is not null && types.DeclaredField is not null)
        {
            declared.Read(compilation.Assembly);
            foreach (IAssemblySymbol assembly in compilation.SourceModule.ReferencedAssemblySymbols.Where(declared.UsesCore))
            {
                declared.Read(assembly);
            }

            declared.CompleteSpans();
        }

        return declared;
    }

    /// <summary>Returns the declaration of an event; null if it is not declared.</summary>
    internal DeclaredEvent? Find(string name) => _events.TryGetValue(name, out DeclaredEvent? declared) ? declared : null;

    // Spares most assemblies of the platform the reading of their attributes.
    private bool UsesCore(IAssemblySymbol assembly) => assembly.Modules.Any(
        module => module.ReferencedAssemblies.Any(reference => reference.Name == _types.Dispatcher.ContainingAssembly.Name));

    private void Read(IAssemblySymbol assembly)
    {
        ILookup<ISymbol?, AttributeData> attributes =
            assembly.GetAttributes().ToLookup(attribute => attribute.AttributeClass, SymbolEqualityComparer.Default);
        var own = new Dictionary<string, DeclaredEvent>(StringComparer.OrdinalIgnoreCase);
        foreach (AttributeData attribute in attributes[_types.DeclaredEvent])
        {
            if (attribute.ConstructorArguments is [{ Value: string name }])
            {
                own[name] = new DeclaredEvent(name, NamedArgument(attribute, "Span") as string);
            }
        }

        foreach (AttributeData attribute in attributes[_types.DeclaredField])
        {
            if (attribute.ConstructorArguments is [{ Value: string name }, { Value: int part }, { Value: string key }, ..]
                && own.TryGetValue(name, out DeclaredEvent? declared))
            {
                declared.Add(
                    part == Metadata ? PayloadPart.Metadata : PayloadPart.Measurements,
                    key,
                    NamedArgument(attribute, "IsOptional") is true);
            }
        }

        foreach (DeclaredEvent declared in own.Values)
        {
            Add(declared);
        }
    }

    // Of an event that two assemblies declare, all keys are known, and none is required.
    private void Add(DeclaredEvent declared)
    {
        if (Find(declared.Name) is { } known)
        {
            known.AddKeysOf(declared);
            known.IsOpen = true;
        }
        else
        {
            _events.Add(declared.Name, declared);
        }
    }

    // The attributes of an event of a span contain neither the keys that the span adds nor those of the other events.
    private void CompleteSpans()
    {
        foreach (IGrouping<string, DeclaredEvent> span in _events.Values
            .Where(declared => declared.Span is not null)
            .GroupBy(declared => declared.Span!, StringComparer.OrdinalIgnoreCase))
        {
            foreach (DeclaredEvent declared in span)
            {
                declared.IsOpen = true;
                AddSpanKeys(declared);
                foreach (DeclaredEvent other in span)
                {
                    declared.AddKeysOf(other);
                }
            }
        }
    }

    private static void AddSpanKeys(DeclaredEvent declared)
    {
        foreach (string key in new[] { SpanKeys.Duration, SpanKeys.MonotonicTime, SpanKeys.SystemTime })
        {
            declared.Add(PayloadPart.Measurements, key, isOptional: true);
        }

        foreach (string key in new[] { SpanKeys.Context, SpanKeys.Parent, SpanKeys.Kind, SpanKeys.Reason, SpanKeys.StackTrace })
        {
            declared.Add(PayloadPart.Metadata, key, isOptional: true);
        }
    }

    private static object? NamedArgument(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value is { Kind: TypedConstantKind.Primitive } value
            ? value.Value
            : null;
}
