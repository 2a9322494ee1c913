using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>Reads the keys that a method declares.</summary>
internal sealed class FieldReader(IMethodSymbol method, string eventName, DocumentationText documentation, MethodProblems problems)
{
    // Those of the span itself.
    private static readonly string[] s_reserved = [SpanKeys.Duration, SpanKeys.MonotonicTime];

    /// <summary>Reads the keys of the parameters.</summary>
    /// <param name="isSpan">Whether they are the start metadata of a span.</param>
    internal EquatableArray<FieldModel> ReadParameters(bool isSpan)
    {
        var fields = new List<FieldModel>();
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (isSpan && IsSpan(parameter.Type))
            {
                continue;
            }

            if (Read(parameter, isSpan) is { } field)
            {
                Add(fields, field, parameter.Locations[0]);
            }
        }

        return new([.. fields]);
    }

    /// <summary>Reads the keys that attributes of the method declare for the end of a span.</summary>
    internal EquatableArray<FieldModel> ReadMethod(bool isSpan)
    {
        var fields = new List<FieldModel>();
        foreach (FieldAttribute attribute in FieldAttribute.Of(method))
        {
            Location location = attribute.Location ?? method.Locations[0];
            if (!isSpan)
            {
                problems.Add(
                    GenerationDescriptors.InvalidAttribute,
                    location,
                    "a method of an event has no end that adds keys",
                    "Put it on a parameter of the method.");
            }
            else if (string.IsNullOrWhiteSpace(attribute.Key))
            {
                problems.Add(
                    GenerationDescriptors.InvalidAttribute,
                    location,
                    "on a method it needs a key",
                    "Write the key as its first argument, as in [Measurement(\"bytes\")].");
            }
            else if (Read(attribute, location) is { } field)
            {
                Add(fields, field, location);
            }
        }

        return new([.. fields]);
    }

    internal static bool IsSpan(ITypeSymbol type) => type is INamedTypeSymbol
    {
        Name: "TelemetrySpan",
        ContainingNamespace: { Name: "Telemetry", ContainingNamespace.IsGlobalNamespace: true },
    };

    private FieldModel? Read(IParameterSymbol parameter, bool isSpan)
    {
        FieldAttribute? attribute = FieldAttribute.Of(parameter).FirstOrDefault();
        ITypeSymbol type = ValueTypes.Underlying(parameter.Type);
        Location location = parameter.Locations[0];
        if (parameter.RefKind is not (RefKind.None or RefKind.In))
        {
            problems.Add(
                GenerationDescriptors.InvalidParameter,
                location,
                parameter.Name,
                "it is passed by reference, and the emit would not set it");
            return null;
        }

        if (!ValueTypes.CanBeCarried(type))
        {
            problems.Add(
                GenerationDescriptors.InvalidParameter,
                location,
                parameter.Name,
                $"a value of type '{parameter.Type.ToDisplayString()}' cannot be kept");
            return null;
        }

        bool isMeasurement = attribute?.IsMeasurement ?? (!isSpan && ValueTypes.IsMeasurement(type));
        if (isSpan && isMeasurement)
        {
            problems.Add(
                GenerationDescriptors.InvalidAttribute,
                attribute!.Location ?? location,
                "a span is started with metadata alone",
                "Put it on the method with a key, to declare a measurement of the end of the span, or remove it.");
            return null;
        }

        if (isMeasurement && !ValueTypes.IsMeasurement(type))
        {
            problems.Add(GenerationDescriptors.InvalidMeasurement, location, parameter.Name, parameter.Type.ToDisplayString());
            return null;
        }

        if (attribute?.Key is { } given && string.IsNullOrWhiteSpace(given))
        {
            problems.Add(
                GenerationDescriptors.InvalidAttribute,
                attribute.Location ?? location,
                "its key is blank",
                "Write a key, or none for the name of the parameter.");
            return null;
        }

        return Create(type, parameter.Type, isMeasurement, attribute) with
        {
            Key = attribute?.Key ?? Identifier.ToSnakeCase(parameter.Name),

            // A dynamic value would be bound again at each emit.
            Parameter = $"{(type.TypeKind == TypeKind.Dynamic ? "(object?)" : string.Empty)}{Identifier.Escape(parameter.Name)}",
            Property = Identifier.ToPascalCase(parameter.Name),
            Description = attribute?.Description ?? documentation.Parameter(parameter.Name),
        };
    }

    private FieldModel? Read(FieldAttribute attribute, Location location)
    {
        ITypeSymbol? type = attribute.Type is { } given ? ValueTypes.Underlying(given) : null;
        if (attribute.IsMeasurement && type is not null && !ValueTypes.IsMeasurement(type))
        {
            problems.Add(GenerationDescriptors.InvalidMeasurement, location, attribute.Key!, type.ToDisplayString());
            return null;
        }

        if (attribute.IsMeasurement && s_reserved.Contains(attribute.Key, StringComparer.OrdinalIgnoreCase))
        {
            string stop = $"{eventName}.stop";
            problems.Add(GenerationDescriptors.DuplicateKey, location, attribute.Key!, stop, ", and the span adds it itself");
            return null;
        }

        FieldModel field = type is not null
            ? Create(type, attribute.Type!.IsReferenceType ? type : attribute.Type, attribute.IsMeasurement, attribute)
            : Untyped(attribute);
        return field with
        {
            Key = attribute.Key!,
            Property = Identifier.ToPascalCase(attribute.Key!),
            Description = attribute.Description,
            IsOptional = attribute.IsOptional || (type is not null && type.IsValueType && ValueTypes.IsNullable(attribute.Type!)),
        };
    }

    private static FieldModel Create(ITypeSymbol type, ITypeSymbol declared, bool isMeasurement, FieldAttribute? attribute)
    {
        string[] values = attribute is null ? [] : [.. attribute.Values];
        bool isNullableValue = !SymbolEqualityComparer.Default.Equals(type, declared) && type.IsValueType;
        return new()
        {
            IsMeasurement = isMeasurement,
            Type = ValueTypes.FullName(type),
            IsValueType = type.IsValueType,
            IsOptional = attribute?.IsOptional == true || ValueTypes.IsNullable(declared),
            Form = !ValueTypes.HasConversion(type) ? ValueForm.Object : isNullableValue ? ValueForm.Nullable : ValueForm.Implicit,
            DeclaredType = ValueTypes.DeclaredType(type),
            Unit = attribute?.Unit,
            MetricType = attribute?.MetricType,
            Values = new(isMeasurement ? [] : [.. values.Length > 0 ? values : ValueTypes.ValuesOf(type)]),
        };
    }

    private static FieldModel Untyped(FieldAttribute attribute) => new()
    {
        IsMeasurement = attribute.IsMeasurement,
        Type = attribute.IsMeasurement ? "double" : "object",
        IsValueType = attribute.IsMeasurement,
        DeclaredType = attribute.IsMeasurement ? "Number" : "Any",
        Unit = attribute.Unit,
        MetricType = attribute.MetricType,
        Values = new([.. attribute.Values]),
    };

    private void Add(List<FieldModel> fields, FieldModel field, Location location)
    {
        bool IsSame(FieldModel other) =>
            other.IsMeasurement == field.IsMeasurement && string.Equals(other.Key, field.Key, StringComparison.OrdinalIgnoreCase);

        if (fields.Any(IsSame))
        {
            problems.Add(GenerationDescriptors.DuplicateKey, location, field.Key, eventName, string.Empty);
            return;
        }

        fields.Add(field);
    }
}
