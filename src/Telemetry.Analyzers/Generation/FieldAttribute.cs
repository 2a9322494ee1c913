using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>A <c>Measurement</c> or <c>Metadata</c> attribute.</summary>
internal sealed class FieldAttribute
{
    private readonly AttributeData _data;

    private FieldAttribute(AttributeData data, bool isMeasurement)
    {
        _data = data;
        IsMeasurement = isMeasurement;
    }

    internal bool IsMeasurement { get; }

    internal string? Key => _data.ConstructorArguments is [{ Value: string key }, ..] ? key : null;

    internal string? Description => Named(nameof(Description)) as string;

    internal string? Unit => Named(nameof(Unit)) as string;

    internal string? MetricType => Named(nameof(MetricType)) as string;

    internal ITypeSymbol? Type => Named(nameof(Type)) as ITypeSymbol;

    internal bool IsOptional => Named(nameof(IsOptional)) is true;

    internal IEnumerable<string> Values
    {
        get
        {
            foreach (KeyValuePair<string, TypedConstant> argument in _data.NamedArguments)
            {
                if (argument.Key == nameof(Values) && argument.Value is { Kind: TypedConstantKind.Array, IsNull: false } array)
                {
                    return array.Values.Select(value => value.Value).OfType<string>();
                }
            }

            return [];
        }
    }

    internal Location? Location => _data.ApplicationSyntaxReference?.GetSyntax().GetLocation();

    /// <summary>Returns the attributes of a parameter or a method that declare keys.</summary>
    internal static IEnumerable<FieldAttribute> Of(ISymbol symbol)
    {
        foreach (AttributeData data in symbol.GetAttributes())
        {
            string? name = data.AttributeClass?.ToDisplayString();
            if (name is AttributeNames.Measurement or AttributeNames.Metadata)
            {
                yield return new(data, name == AttributeNames.Measurement);
            }
        }
    }

    private object? Named(string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in _data.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind != TypedConstantKind.Array)
            {
                return argument.Value.Value;
            }
        }

        return null;
    }
}
