namespace Telemetry;

/// <summary>One comparison of an event with its declaration.</summary>
internal struct DeclarationCheck
{
    private readonly EventDeclaration _declaration;
    private List<DeclarationProblem>? _problems;

    internal DeclarationCheck(EventDeclaration declaration) => _declaration = declaration;

    internal readonly IReadOnlyList<DeclarationProblem> Problems => (IReadOnlyList<DeclarationProblem>?)_problems ?? [];

    internal void Compare(in EventData data)
    {
        // By index: enumerators of read-only lists are allocated.
        for (int i = 0; i < _declaration.Measurements.Count; i++)
        {
            CompareMeasurement(in data, _declaration.Measurements[i]);
        }

        for (int i = 0; i < _declaration.Metadata.Count; i++)
        {
            CompareMetadata(in data, _declaration.Metadata[i]);
        }

        foreach (KeyValuePair<string, MeasurementValue> field in data.Measurements)
        {
            if (!Contains(_declaration.Measurements, field.Key))
            {
                AddUnknown(DeclarationProblemKind.UnknownMeasurement, "measurement", field.Key, _declaration.Measurements);
            }
        }

        foreach (KeyValuePair<string, MetadataValue> field in data.Metadata)
        {
            if (!Contains(_declaration.Metadata, field.Key))
            {
                AddUnknown(DeclarationProblemKind.UnknownMetadata, "metadata", field.Key, _declaration.Metadata);
            }
        }
    }

    private void CompareMeasurement(in EventData data, MeasurementDeclaration field)
    {
        if (!data.TryGetMeasurement(field.Key, out MeasurementValue value))
        {
            AddMissing(DeclarationProblemKind.MissingMeasurement, "measurement", field);
        }
        else if (!DeclaredTypes.IsOfType(field.Type, value))
        {
            AddWrongType("Measurement", field, value);
        }
    }

    private void CompareMetadata(in EventData data, MetadataDeclaration field)
    {
        if (!data.TryGetMetadata(field.Key, out MetadataValue value) || value.Kind == MetadataValueKind.Null)
        {
            AddMissing(DeclarationProblemKind.MissingMetadata, "metadata", field);
        }
        else if (!DeclaredTypes.IsOfType(field.Type, value))
        {
            AddWrongType("Metadata", field, value);
        }
        else if (field.Values.Count > 0 && !HasDeclaredValue(field, value))
        {
            Add(
                DeclarationProblemKind.UnknownValue,
                field.Key,
                $"Metadata '{field.Key}' of event '{_declaration.Name}' is {DeclarationText.Of(value)}, which is not a declared value. "
                + $"{DeclarationText.Suggest("value", DeclarationText.Canonical(value), field.Values)} "
                + "Pass a declared value, or declare this one too.");
        }
    }

    private static bool HasDeclaredValue(MetadataDeclaration field, MetadataValue value)
    {
        string text = DeclarationText.Canonical(value);
        for (int i = 0; i < field.Values.Count; i++)
        {
            if (string.Equals(field.Values[i], text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private void AddMissing(DeclarationProblemKind kind, string part, FieldDeclaration field)
    {
        if (!field.IsOptional)
        {
            Add(
                kind,
                field.Key,
                $"Event '{_declaration.Name}' lacks its declared {part} '{field.Key}'. Pass it, or declare it as optional.");
        }
    }

    private void AddUnknown(DeclarationProblemKind kind, string part, string key, IEnumerable<FieldDeclaration> declared)
    {
        bool isOfOtherPart = kind == DeclarationProblemKind.UnknownMeasurement
            ? Contains(_declaration.Metadata, key)
            : Contains(_declaration.Measurements, key);
        string advice = isOfOtherPart
            ? $"It is declared as {(kind == DeclarationProblemKind.UnknownMeasurement ? "metadata" : "a measurement")}: pass it there."
            : $"{DeclarationText.Suggest("key", key, [.. declared.Select(field => field.Key)])} Correct the key, or declare it.";
        Add(kind, key, $"The {part} '{key}' of event '{_declaration.Name}' is not declared. {advice}");
    }

    private void AddWrongType(string part, FieldDeclaration field, MetadataValue value) => Add(
        DeclarationProblemKind.WrongType,
        field.Key,
        $"{part} '{field.Key}' of event '{_declaration.Name}' is {DeclarationText.Of(value)}, of type "
        + $"{value.ToObject()!.GetType().Name}, but is declared as {field.Type}. Pass {DeclaredTypes.Example(field.Type)}, or change the "
        + "declaration.");

    private void Add(DeclarationProblemKind kind, string key, string message) =>
        (_problems ??= []).Add(new DeclarationProblem(_declaration.Name, kind, key, message));

    private static bool Contains<TField>(IReadOnlyList<TField> fields, string key)
        where TField : FieldDeclaration
    {
        for (int i = 0; i < fields.Count; i++)
        {
            if (string.Equals(fields[i].Key, key, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
