namespace Telemetry.Metrics;

/// <content>Finding the series of an event.</content>
internal sealed partial class SeriesTable
{
    /// <summary>Finds the series of an event by the values of its tags as they are, without calling anything of others.</summary>
    /// <returns>The series; null if the values have to be made texts to find it or to know that it is new.</returns>
    internal Series? FindKnown(in EventData data, SeriesSlot slot, ref TagLookup lookup)
    {
        if (_untagged is not null)
        {
            return lookup.Series = _untagged;
        }

        if (_memo is null)
        {
            return null;
        }

        if (_memo.Find(in data) is { IsRemoved: false } remembered)
        {
            return lookup.Series = remembered;
        }

        return FindByHash(in data, slot, ref lookup);
    }

    /// <summary>Finds the series of an event for a metric; adds it, unless the metric has as many as it may have.</summary>
    /// <exception cref="Exception">A function of a tag, or the text of a value, failed.</exception>
    internal void Find(in EventData data, SeriesSlot slot, ref TagLookup lookup)
    {
        if (_untagged is not null)
        {
            lookup.Series = _untagged;
        }
        else if (!_tags.HasFunctions)
        {
            lookup.Series = Find(_tags.Read(data.Metadata), slot, out lookup.IsTagMissing);
        }
        else
        {
            TagValues values = _tags.Compute(in data, out KeyValuePair<string, MetadataValue>[] memory);
            lookup.Series = Find(values, slot, out lookup.IsTagMissing);
            TagSource.Return(memory);
        }
    }

    private Series? FindByHash(in EventData data, SeriesSlot slot, ref TagLookup lookup)
    {
        int version = _index.Version;
        TagValues values = _tags.Read(data.Metadata);
        Series? series = null;
        if (values.TryHash(out int hash, out bool areTexts, out lookup.IsTagMissing))
        {
            series = _index.Find(in values, hash);
            if (series is not null && !lookup.IsTagMissing)
            {
                _memo!.Remember(in data, series);
            }
            else if (series is null && areTexts && slot is { IsFull: true, Lifetime: null } && _index.IsAt(version) && !values.HaveHalf())
            {
                // There is no other text to look for, and no room.
                series = Others;
            }
        }

        return lookup.Series = series;
    }

    private Series Find(in TagValues values, SeriesSlot slot, out bool isTagMissing)
    {
        bool canHash = values.TryHash(out int hash, out bool areTexts, out isTagMissing);
        return (canHash ? _index.Find(in values, hash) : null) ?? FindByText(in values, canHash && !areTexts ? hash : null, slot);
    }

    private Series FindByText(in TagValues values, int? aliasHash, SeriesSlot slot)
    {
        var texts = TagTexts.Rent();
        for (int i = 0; i < values.Count; i++)
        {
            texts.Add(values[i]);
        }

        int hash = texts.Hash();
        Series series = FindKnown(texts, hash)
            ?? (texts.AreThose(Others.TagValues) || (slot.IsFull && !MakeRoom(slot)) ? Others : AddSeries(in values, texts, hash));
        texts.Return();
        if (aliasHash is { } rawHash && series != Others)
        {
            AddAlias(series, in values, rawHash);
        }

        return series;
    }

    /// <summary>Finds a series, also while others are moved: otherwise, an event of a known series could count among the
    /// others.</summary>
    private Series? FindKnown(TagTexts texts, int hash)
    {
        int version = _index.Version;
        if (_index.Find(texts, hash) is { } known)
        {
            return known;
        }

        if (_index.IsAt(version))
        {
            return null;
        }

        lock (_gate)
        {
            return _index.Find(texts, hash);
        }
    }

    private Series AddSeries(in TagValues values, TagTexts texts, int hash)
    {
        lock (_gate)
        {
            return _index.Find(texts, hash) ?? Add(new Series(texts.ToStrings(in values), hash));
        }
    }

    private void AddAlias(Series series, in TagValues values, int hash)
    {
        lock (_gate)
        {
            // The limit: some numbers have no end of equal ones of other types.
            if (!series.IsRemoved
                && _aliases < Math.Max(_all.Count * AliasesPerSeries, MinAliases)
                && _index.Find(in values, hash) is null)
            {
                _index.Add(new SeriesAlias(values.ToArray(), series, hash));
                _aliases++;
            }
        }
    }

    private Series? FindKnown(string[] texts, out int hash)
    {
        hash = 0;
        if (texts.AsSpan().SequenceEqual(Others.TagValues))
        {
            return Others;
        }

        var buffer = TagTexts.Rent();
        foreach (string text in texts)
        {
            buffer.Add(text);
        }

        hash = buffer.Hash();
        Series? series = _index.Find(buffer, hash);
        buffer.Return();
        return series;
    }
}
