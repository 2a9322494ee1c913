using System.Diagnostics;

namespace Telemetry.Metrics;

/// <summary>The tag values of an event: some entries of its metadata.</summary>
/// <param name="fields">The entries.</param>
/// <param name="indexes">The index of each tag's entry; negative if there is none.</param>
internal readonly ref struct TagValues(ReadOnlySpan<KeyValuePair<string, MetadataValue>> fields, ReadOnlySpan<int> indexes)
{
    private readonly ReadOnlySpan<KeyValuePair<string, MetadataValue>> _fields = fields;
    private readonly ReadOnlySpan<int> _indexes = indexes;

    internal int Count => _indexes.Length;

    internal MetadataValue this[int tag] => _indexes[tag] < 0 ? default : _fields[_indexes[tag]].Value;

    /// <summary>Hashes the values as they are. Equal values have equal hash codes, and texts have those of the series that they
    /// name.</summary>
    /// <param name="hash">The hash code.</param>
    /// <param name="areTexts">Whether all values are texts, or missing.</param>
    /// <param name="isMissing">Whether a value is missing.</param>
    /// <returns>False if a value has to be converted to text first: code of others would have to be called, or it is too
    /// long.</returns>
    internal bool TryHash(out int hash, out bool areTexts, out bool isMissing)
    {
        ulong sum = TagHash.Seed;
        bool canHash = true;
        areTexts = true;
        isMissing = false;
        for (int i = 0; i < _indexes.Length; i++)
        {
            int index = _indexes[i];
            MetadataValue value = index < 0 ? default : _fields[index].Value;
            if (value.TryGetString(out string? text))
            {
                canHash &= text.Length <= TagText.MaximumLength;
                sum = canHash ? TagHash.Add(sum, text.AsSpan()) : sum;
                continue;
            }

            MetadataValueKind kind = value.Kind;
            if (kind == MetadataValueKind.Null)
            {
                isMissing = true;
                sum = TagHash.Add(sum, default(ReadOnlySpan<char>));
                continue;
            }

            areTexts = false;
            canHash &= kind != MetadataValueKind.Object;
            sum = canHash ? TagHash.Add(sum, unchecked((uint)value.GetHashCode())) : sum;
        }

        hash = TagHash.Finish(sum);
        return canHash;
    }

    /// <summary>Whether one of the texts has half a character, so that it is not the text of its series.</summary>
    internal bool HaveHalf()
    {
        for (int i = 0; i < Count; i++)
        {
            if (this[i].TryGetString(out string? text) && TagText.HasHalf(text))
            {
                return true;
            }
        }

        return false;
    }

    internal bool AreThose(string[] texts)
    {
        Debug.Assert(texts.Length == _indexes.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            int index = _indexes[i];
            string known = texts[i];
            if (index < 0)
            {
                if (known.Length != 0)
                {
                    return false;
                }

                continue;
            }

            MetadataValue value = _fields[index].Value;
            if (value.TryGetString(out string? text)
                ? !ReferenceEquals(text, known) && !text.AsSpan().SequenceEqual(known.AsSpan())
                : known.Length != 0 || value.Kind != MetadataValueKind.Null)
            {
                return false;
            }
        }

        return true;
    }

    internal bool AreThose(MetadataValue[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!values[i].Equals(this[i]))
            {
                return false;
            }
        }

        return true;
    }

    internal MetadataValue[] ToArray()
    {
        var values = new MetadataValue[Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = this[i];
        }

        return values;
    }
}
