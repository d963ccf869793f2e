"""What is read of the results of claims, and the raw file that they are computed from."""

GED = "data/ucdp/ged241_country_download_mali.csv"


def values(result):
    return {value.key: value.value for value in result.values}


def bars(result):
    return [bar.number for bar in result.series]
